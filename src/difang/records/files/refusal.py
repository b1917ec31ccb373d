"""Files that are not taken, each with what was found and what to do."""

from difang.errors import InputError


class RefusedFileError(InputError):
    """A file that is not taken; the sentence names what it is and what to send instead."""

    slug = "refused-file"
