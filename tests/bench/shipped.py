"""The bot that a tutorial shows: python-telegram-bot as it is shipped, one message in, one out. `python -m tests.bench.shipped TOKEN ADDRESS`.

It imports nothing of the program's, so its memory and its start are the library's own.
"""

import sys

from telegram import ReplyKeyboardMarkup, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

keyboard = ReplyKeyboardMarkup([["Road", "Building"]], resize_keyboard=True)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Says it again."""
    assert update.message is not None and update.message.text is not None, "it asks for texts only"
    await update.message.reply_text(update.message.text, reply_markup=keyboard)


def main(token: str, address: str) -> None:
    """Echoes until SIGTERM."""
    application = Application.builder().token(token).base_url(f"{address}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(*sys.argv[1:])
