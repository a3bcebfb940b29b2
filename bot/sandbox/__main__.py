"""`python -m bot.sandbox`: a pretend Telegram alone, for anybody's bot."""

import argparse
from pathlib import Path

from bot.sandbox.server import run


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A pretend Telegram.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8080, help="the port to listen on (default 8080)")
    parser.add_argument("--data", type=Path, help="a folder that keeps phones and chats over a restart")
    parser.add_argument(
        "--token", action="append", default=[], help="a bot's token; without any, all are let in"
    )
    parser.add_argument("--keep-photos", action="store_true", help="store pictures as sent, not re-encoded")
    parser.add_argument("--with-stdin", action="store_true", help="end when standard input ends")
    given = parser.parse_args()
    run(
        given.host,
        given.port,
        given.data,
        tuple(given.token),
        keep_photos=given.keep_photos,
        with_stdin=given.with_stdin,
    )


if __name__ == "__main__":
    main()
