"""Values kept from one run to the next, outside the vault, for speed alone.

Disposable: what cannot be read, or was made by another version of the program, is as if it were not there.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import zlib
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, EnumType
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from para_sync import cores, own, program
from para_sync.files import Files
from para_sync.vault.pieces import opened, sealed


def load(root: Path, name: str, files: Files) -> Any:
    """What was kept under a name for a vault; None where that cannot be had. A view of bytes comes back as one of the
    file's, which may be damaged: it has sums of its own, or is of no use.
    """
    try:
        content = files.view(os.path.join(own.cache(root), name))
    except OSError:
        return None
    half = _SIZE // 2
    index = int.from_bytes(content[_HEAD : _HEAD + half], "big")
    count = int.from_bytes(content[_HEAD + half : _HEAD + _SIZE], "big")
    end = _HEAD + _SIZE + index + _SIZE * count
    if content[:_HEAD] != _head(content[_HEAD:end]):
        return None
    try:
        # hundreds of thousands of small values, none of which can be garbage
        with cores.calm(many=True):
            return _parted(content, end - _SIZE * count, end)
    except Exception:  # a pickle can raise whatever it likes
        return None


def save(root: Path, name: str, value: object, files: Files) -> None:
    """Keep a value, of plain values and of this program's, under a name; where that is not possible, do not. Views of
    bytes in it are kept as they are, beside it.
    """
    beside: list[pickle.PickleBuffer] = []
    written = BytesIO(bytes(_SIZE))
    written.seek(_SIZE)
    _dump(value, written, beside.append)
    views = [each.raw() for each in beside]
    sizes = written.tell() - _SIZE, len(views)
    written.writelines(each.nbytes.to_bytes(_SIZE, "big") for each in views)
    index = written.getbuffer()
    index[:_SIZE] = b"".join(each.to_bytes(_SIZE // 2, "big") for each in sizes)
    with suppress(OSError):
        files.put(os.path.join(own.cache(root), name), (_head(index), index, *views))


def _parted(content: memoryview, sizes: int, start: int) -> Any:
    """The value, with the views that were kept beside it; raises ValueError where some of them is missing."""
    views = []
    for place in range(sizes, start, _SIZE):
        end = start + int.from_bytes(content[place : place + _SIZE], "big")
        views.append(content[start:end])
        start = end
    if start > len(content):
        raise ValueError
    return _Reader(BytesIO(content[_HEAD + _SIZE : sizes]), buffers=views).load()


def pack(value: object) -> bytes:
    """A value, of plain values and of this program's, in few bytes."""
    written = BytesIO()
    _dump(value, written)
    return sealed(written.getbuffer())


def unpack(content: bytes | memoryview) -> Any:
    """The value again; raises whatever it likes for other bytes than those of `pack`."""
    with cores.calm(len(content) > _LARGE):
        return _Reader(BytesIO(opened(content))).load()


def _dump(value: object, into: BytesIO, beside: Callable[[pickle.PickleBuffer], Any] | None = None) -> None:
    pickler = pickle.Pickler(into, pickle.HIGHEST_PROTOCOL, buffer_callback=beside)
    pickler.dispatch_table = cast(Any, _REDUCED)
    pickler.dump(value)


class _Reader(pickle.Unpickler):
    """Makes values of this program's own types, members of its enumerations, mappings, views, days, fractions and
    patterns: a pickle can name anything, and call it.
    """

    def find_class(self, module: str, name: str) -> Any:
        named = module, name
        if named not in _NAMED:
            found = super().find_class(module, name) if module.startswith("para_sync.") or named in _FOREIGN else None
            own_type = isinstance(found, type) and found.__module__ == module
            if not (own_type or found in _MAKERS or named in _FOREIGN):
                raise pickle.UnpicklingError(f"{module}.{name}")
            _NAMED[named] = found
        return _NAMED[named]


def member(kind: object, name: str) -> Enum:
    """A member of an enumeration, and of nothing else; a pickle of Python 3.11.2 has `getattr` look it up."""
    if not isinstance(kind, EnumType):
        raise pickle.UnpicklingError(name)
    return cast(Enum, kind[name])


def frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A mapping that nobody changes; what `pack` writes for one."""
    return MappingProxyType(values)


def view(content: memoryview) -> memoryview:
    """A view of bytes; what `save` writes for one."""
    return content


# What `_REDUCED` calls beside types.
_MAKERS = (frozen, view)
_FOREIGN = (("datetime", "date"), ("fractions", "Fraction"), ("re", "_compile"))
# What a pickle names, and what it gets.
_NAMED: dict[tuple[str, str], Any] = {("builtins", "getattr"): member}
_REDUCED: dict[type, Callable[[Any], Any]] = {
    **copyreg.dispatch_table,
    memoryview: lambda each: (view, (pickle.PickleBuffer(each),)),
    MappingProxyType: lambda each: (frozen, (dict(each),)),
}


def _head(payload: memoryview) -> bytes:
    """What a kept value begins with: what tells this program from others, and a sum that tells damage, twice as fast as
    a digest.
    """
    return _program() + zlib.crc32(payload).to_bytes(4, "big")


@cache
def _program() -> bytes:
    return blake2b(program.mark(), digest_size=16).digest()


# A kept value is its head; the sizes of its pickle and of the list of views, in half of `_SIZE` each; the pickle; the
# size of each view; and the views.
_HEAD, _SIZE = 20, 8

# What is packed in more bytes than so many is made of many values, and none of them can be garbage.
_LARGE = 100_000
