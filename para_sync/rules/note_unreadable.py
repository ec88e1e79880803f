r"""Every note can be read.

A note in UTF-16, with bytes that are no UTF-8, or of more than 2 MB is passed over, and this says so; all other notes are still read.
The same holds for a file that the system does not let us open, a symlink, and a folder that cannot be listed.

Bad: in this and the next block `\xff` stands for one byte.

```bytes Diary/Monday.md
Caf\xe9 au lait
```

```bytes Diary/Tuesday.md
\xff\xfeT\x00e\x00a\x00
```

```bytes Diary/Wednesday.md
Tea\x00 and biscuits
```

```output
Diary/Monday.md:1:4: error note-unreadable: not UTF-8 (byte 0xE9)
Diary/Tuesday.md:1:1: error note-unreadable: not UTF-8 (looks like UTF-16)
Diary/Wednesday.md:1:4: error note-unreadable: NUL byte
```

Good: UTF-8, with or without a byte-order mark.

```bytes Diary/Monday.md
\xef\xbb\xbfCaf\xc3\xa9 au lait
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
