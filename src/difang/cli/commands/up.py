"""`difang up`: publish what ships if missing, migrate, then serve with a worker beside."""

import errno
import os
import socket
import sys

from difang.cli import beside
from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.errors import FaultError, InputError

MOST_WORKERS = 64
PATIENCE_SECONDS = 15
LOCAL = ("", "localhost", "127.0.0.1", "[::1]")
ANYWHERE = ("0.0.0.0", "[::]")  # noqa: S104  # compared with, not listened on


def run(arguments: Arguments, context: Context) -> int:
    """Serve until interrupted; says the address first."""
    _check(arguments.workers)
    _claim(arguments.host, arguments.port)
    workspace = context.workspace()
    os.environ["DIFANG_HOME"] = str(workspace.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    _name_site(context, shown, arguments.port)
    os.environ.setdefault("DIFANG_ALLOWED_HOSTS", f"{shown},localhost,127.0.0.1,[::1]")
    address = f"http://{shown}:{arguments.port}/"
    beside.prepare(context, address)
    print(address, flush=True)
    context.note("按 Ctrl-C 結束。", "Press Ctrl-C to stop.")
    with beside.worker():
        _serve(arguments.host, arguments.port, arguments.workers)
    return 0


def _check(workers: int) -> None:
    """Refuse wrong settings before the address is told."""
    from importlib import import_module

    from django.core.exceptions import ImproperlyConfigured

    # The command and the site stand side by side; each reaches the other by name, as the server does.
    options = import_module("difang.site.options")
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError(
            f"--workers {workers}：要在 1 到 {MOST_WORKERS} 之間。",
            f"--workers {workers}: must lie between 1 and {MOST_WORKERS}.",
        )
    try:
        options.check()
    except InputError:
        raise  # it speaks both languages
    except ImproperlyConfigured as error:
        raise InputError(f"設定有誤：{error}", f"a setting is wrong: {error}") from error


def _name_site(context: Context, host: str, port: int) -> None:
    """Give mails, papers and citations an address to lead to where the operator named none."""
    from django.conf import settings

    from difang.indicators.address import SETTING, read

    if read(SETTING):
        return
    address = _reached_at(host, port)
    os.environ.pop(f"{SETTING}_FILE", None)  # it names an empty file
    os.environ[SETTING] = address
    if settings.configured:
        settings.SITE_URL = address  # a demonstration was filled first, and has read its settings
    context.note(
        f"沒有設定 {SETTING}：信件與文件裡的連結用 {address}。對外服務時請設成公開網址。",
        f"{SETTING} is not set: links in mails and papers lead to {address}. Set it to the public address.",
    )


def _reached_at(host: str, port: int) -> str:
    """Return where people reach the site: by the first name it answers to, else where it listens."""
    from importlib import import_module

    options = import_module("difang.site.options")
    names = [name.strip() for name in options.read("DIFANG_ALLOWED_HOSTS").split(",")]
    named = next((name for name in names if name.strip("*.") == name and name not in LOCAL), None)
    if named and options.read_flag("DIFANG_HTTPS"):
        return f"https://{named}"
    return f"http://{named or ('localhost' if host in ANYWHERE else host)}:{port}"


def _claim(host: str, port: int) -> None:
    """Refuse a port that is out of range or taken, before any work is done."""
    if not 0 < port < 65536:
        raise InputError(
            f"連接埠 {port} 不存在；請用 1 到 65535。", f"port {port} does not exist; use 1 to 65535."
        )
    if not host:
        raise InputError("--host 是空的；例如 127.0.0.1。", "--host is empty; e.g. 127.0.0.1.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "—"
            if _is_of_host(error):
                raise InputError(
                    f"--host {host}：不是這台機器的位址（{why}）；請用 127.0.0.1（只有本機）或 0.0.0.0（對外）。",
                    f"--host {host}: no address of this machine ({why}); use 127.0.0.1 (this machine only) or "
                    "0.0.0.0 (everyone).",
                ) from error
            raise InputError(
                f"{host}:{port} 無法使用（{why}）；請改用別的連接埠，例如 PORT={port + 1}。",
                f"{host}:{port} cannot be used ({why}); choose another, e.g. PORT={port + 1}.",
            ) from error


def _is_of_host(error: Exception) -> bool:
    """Say whether the host is to blame, not the port."""
    if isinstance(error, UnicodeError | socket.gaierror):
        return True
    return isinstance(error, OSError) and error.errno in (errno.EADDRNOTAVAIL, errno.EINVAL)


def _serve(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    sys.stdout.flush()
    server = Server(
        "difang.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        # One that was told to end before it was quite there would never end.
        workers_kill_timeout=PATIENCE_SECONDS,
    )
    try:
        server.serve()
    except SystemExit as end:
        if server.interrupt_signal:
            return
        raise FaultError(
            "伺服器的工作行程一啟動就結束，已停止服務；原因見上方訊息；請執行 difang check，再重新啟動。",
            "the server's workers end as soon as they start; serving has stopped; see the reason above, "
            "run difang check, then start again.",
        ) from end
