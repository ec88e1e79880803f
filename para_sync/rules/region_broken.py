"""The markers of generated tables come in pairs.

`para-sync` writes only between a begin and an end marker of one name, each alone on its line. Where a marker is lost, doubled or
stands inside another region, it cannot know which lines are its own, and writes nothing in that note.

Bad:

```md Tracker.md
<!-- para-sync:begin practice-log -->

<!-- para-sync:begin gap-tracker -->

<!-- para-sync:end gap-tracker -->
```

```md Gaps.md
The table: <!-- para-sync:begin gap-tracker -->

<!-- para-sync:stop gap-tracker -->
```

```output
Gaps.md:1:12: error region-broken: the begin marker must stand alone on its line
Gaps.md:3:1: error region-broken: unknown comment "para-sync:stop", expected begin, end, ignore or ignore-note
Tracker.md:3:1: error region-broken: region "gap-tracker" begins inside region "practice-log" of line 1
```

Good: a pair, and a marker that is shown as code.

```md Tracker.md
Write `<!-- para-sync:begin practice-log -->` where the table should stand.

<!-- para-sync:begin practice-log -->

<!-- para-sync:end practice-log -->
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
