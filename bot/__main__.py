"""`python -m bot` is `ujima`."""

from bot.cli import main

if __name__ == "__main__":
    main()
