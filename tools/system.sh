#!/bin/sh
# Brings what browser and LibreOffice tests need and Python packages can't: installs it as root on Debian,
# else names it in one line.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-impress libreoffice-writer libreoffice-calc"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
fc-list :lang=zh-tw 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "difang: installing$missing" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of words
        apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Browser and LibreOffice tests need:$missing — as root: apt-get install$missing" >&2
        exit 2
    fi
fi
mkdir -p .make && touch .make/system
