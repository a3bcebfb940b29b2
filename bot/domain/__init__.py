"""The rules: pure. No I/O, no clock, no database, no Telegram; values in, values out.

events · outcomes · marks · quote · quality · helplines · limits · refusals
"""
