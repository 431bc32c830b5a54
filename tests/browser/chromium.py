"""Debian's Chromium, so that nothing is downloaded; `CHROMIUM` names another."""

import os
import shutil

EXECUTABLE = os.environ.get("CHROMIUM") or shutil.which("chromium")
INSTALL_HINT = "需要 Chromium：apt-get install chromium，或用 CHROMIUM 指明它在哪里"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
