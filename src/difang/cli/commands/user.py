"""`difang user`: accounts and roles from the machine's own shell; the record says that they came from there."""

import os
import sys

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.errors import InputError


def run(arguments: Arguments, context: Context) -> int:
    """Bring the tables up to date, then add or confirm an account, give a role, or print a first code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    import django

    django.setup()
    from difang.records.tables import migrate

    migrate()
    return {"add": _add, "confirm": _confirm, "role": _role, "code": _code}[arguments.action](
        arguments, context
    )


def _add(arguments: Arguments, context: Context) -> int:
    from difang.people.services.account import add_person

    password = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else None
    if password == "":
        raise InputError(
            "標準輸入沒有密碼；例如 echo '…' | difang user add … --password-stdin。",
            "no password on standard input; e.g. echo '…' | difang user add … --password-stdin.",
        )
    person = add_person(email=arguments.email, name=arguments.name, password=password)
    print(person.email)
    if password is None:
        context.note(
            "還沒有密碼：請本人在登入頁用「忘記密碼」設定。",
            "no password yet: they set one by 'forgot your password' on the sign-in page.",
        )
    return 0


def _confirm(arguments: Arguments, context: Context) -> int:
    from difang.people.services.account import confirm_address

    print(confirm_address(email=arguments.email).email)
    return 0


def _role(arguments: Arguments, context: Context) -> int:
    from difang import places
    from difang.people.services.account import find_person
    from difang.people.services.posts import grant

    person = find_person(arguments.email)
    post = grant(person=person, role=arguments.role, place=places.resolve(arguments.place).code)
    print(f"{person.email}\t{post.role}\t{post.place}")
    return 0


def _code(arguments: Arguments, context: Context) -> int:
    from difang.people.first import first_code

    code = first_code(anew=True)
    if code is None:
        raise InputError(
            "這個站台已經有管理者；要再加一位：difang user role 電子郵件 operator TW。",
            "this site has an operator; for another: difang user role EMAIL operator TW.",
        )
    print(code)
    context.note(
        "登入後在 /people/first/ 輸入；只能用一次。", "Sign in, enter it at /people/first/; it works once."
    )
    return 0
