"""A note holds one version of its text.

After a merge that failed, git leaves both versions in the note, between lines of `<<<<<<<` and `>>>>>>>`. A sync service leaves two
files instead, such as `Loss (conflicted copy 2026-01-05).md`: the copy is reported and not read, since it would count every run twice.
No other finding in a note with both versions offers a fix: which of them stays is yours to say.

Bad:

```md Areas/interview-context/gaps/Loss.md
# Loss

<<<<<<< HEAD
Derive it twice.
=======
Derive it once a week.
>>>>>>> laptop
```

```md Areas/interview-context/gaps/Loss (conflicted copy 2026-01-05).md
# Loss
```

```output
Areas/interview-context/gaps/Loss (conflicted copy 2026-01-05).md:1:1: error conflict-copy: a sync service kept two versions of a note; this copy is not read
Areas/interview-context/gaps/Loss.md:3:1: error conflict-copy: git conflict markers: two versions of the text stand here
```

Good: one version, and markers that are shown as code.

````md Areas/interview-context/gaps/Merging.md
Git writes

```
<<<<<<< HEAD
```
````
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
