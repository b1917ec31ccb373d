"""One file a command: `run(arguments, context) -> exit code`."""
