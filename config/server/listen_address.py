"""Check of the address that the server is to listen on, before anything else is started.

`python -m config.server.listen_address HOST PORT` prints the address as gunicorn takes it, or one
line on standard error, and ends with status 1. gunicorn itself would try a port that is in use for
seconds, and print a traceback for one that is no port.
"""

import errno
import re
import socket
import sys

_MAX_PORT = 65_535


class AddressError(Exception):
    """Error for an address that cannot be listened on; the message is one Chinese sentence."""


def listen_address(host: str, port: str) -> str:
    """Return `host:port`, with brackets around an IPv6 address. Raises AddressError."""
    if not (re.fullmatch("[0-9]{1,5}", port) and 1 <= int(port) <= _MAX_PORT):
        raise AddressError(f"PORT 不能是“{port}”：端口要写 1 到 {_MAX_PORT} 的整数。")
    host = host.removeprefix("[").removesuffix("]")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As gunicorn does: connections of a site that has just stopped are no obstacle.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise AddressError(_cause(error, host, port)) from error
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _cause(error: OSError | UnicodeError, host: str, port: str) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"端口 {port} 已经有程序在用：请先停掉它，或者换一个端口，如 PORT=8123。"
    if number == errno.EACCES:
        return f"没有权限用端口 {port}：1024 以下的留给系统，请换一个，如 PORT=8123。"
    return f"HOST 不能是“{host}”：要写这台机器自己的地址，如 127.0.0.1；0.0.0.0 是全部地址。"


def main() -> None:
    """Print the address of the two arguments."""
    host, port = (argument.strip() for argument in sys.argv[1:])
    try:
        address = listen_address(host, port)
    except AddressError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{address}\n")


if __name__ == "__main__":
    main()
