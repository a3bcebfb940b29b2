"""Label Studio 1.23 in a browser, beside which ours stand: measured once, on 2026-11-21, and not in the bench's own run."""

first_content, photo, photo_shrunk = 3_085_000, 450_000, 25_800
"""Bytes of content: before the first task, for each further photograph, and for one that somebody has shrunk by hand."""

photo_s, photo_shrunk_s = 101.0, 7.9
"""Seconds a further photo task on GPRS."""

idle_mb, load_mb, start_s, installed_mb, packages = 272, 285, 3.9, 995, 156
"""What it takes."""
