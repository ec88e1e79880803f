"""Where the shipped vault lies: package data in an installed wheel, `vault/` beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent / "vault"

SHIPPED = _PACKAGE / "shipped" if (_PACKAGE / "shipped").is_dir() else _CHECKOUT
EXAMPLE = _PACKAGE / "example"
