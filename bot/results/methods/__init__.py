"""Methods of aggregation, one file each: `METHOD` is a `bot.results.Method`. `bot.results.methods()` finds them by looking."""
