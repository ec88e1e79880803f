"""A new note from its template: the placeholders filled, the properties of its type all there, its values set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from para_sync import names, property_text, yaml_text
from para_sync.edit import splice
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.note_types import NO, YES, NoteType, PropertyType
from para_sync.manual.rubric import PREFIX, Category
from para_sync.practice import strengths
from para_sync.stop import Stop
from para_sync.vault import note as notes
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

DATE, TITLE, CATEGORY = "date", "title", "category"

_PLACEHOLDER = re.compile(r"\{\{(title|date|time)(?::([^{}]*))?\}\}")
_QUOTED_PLACEHOLDER = re.compile(r'"(\{\{date(?::[^{}"]*)?\}\})"')
# Moment's tokens, as Obsidian's templates use them, and what Python calls each.
_MOMENT = {"MM": "%m", "DD": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}


class NoDraft(Stop):
    """A note cannot be made as asked: what is missing or wrong."""


class Draft(NamedTuple):
    """A new note: its path, and its bytes."""

    path: str
    content: bytes


def draft(kind: str, title: str, values: Mapping[str, str], now: datetime, vault: Vault) -> Draft:
    """Make a note of a type. Raises `NoDraft`, or `NoName` for a title that no file can have.

    `values` are the properties to set, as a person writes them; a link may be given by a note's name, title or id. A
    strength that is called as a category gets the category, and where the last runs bear it out those runs and their
    first day.
    """
    note_type = _type(kind, vault)
    given = {_known(name, note_type): value for name, value in values.items()}
    category = _category(title, vault) if kind == strengths.TYPE and CATEGORY not in given else None
    if category:
        title, given = category.name, _accepted(category, vault) | given
    given.update(_meant(title, note_type, given, vault))
    heading = _heading(" ".join(names.visible(title).split()), note_type, given, vault)
    if names.file_name(heading) != heading or TITLE in (each.name for each in note_type.properties if each.required):
        given.setdefault(TITLE, heading)
    template = _template(note_type, vault)
    content = _complete(_filled(_text(template, note_type, vault), heading, now).encode(), note_type)
    for name, value in given.items():
        content = _with(content, name, value, note_type, vault)
    _check(content, note_type, bare=template is None)
    dated = note_type.find(DATE)
    day = notes.parse("", content).properties.text(DATE) if dated and dated.required else ""
    name = names.file_name(f"{day} {heading}" if day else heading)
    return Draft(names.free(note_type.folder, name, (*vault.paths, *vault.others)), content)


def _category(title: str, vault: Vault) -> Category | None:
    """The category whose key or name a title is; None where it is none. Raises `NoDraft` where it is nearly one."""
    rubric = manuals.of(vault).rubric
    known = {name: each for each in (rubric.categories if rubric else ()) for name in (each.key, each.name)}
    named = title.strip().casefold()
    found = next((each for name, each in known.items() if name.casefold() == named), None)
    close = suggestion(title, known) if found is None else ""
    if close:
        raise NoDraft(f'no category is called "{title}"{close} --set {CATEGORY}=KEY takes any title')
    return found


def _accepted(category: Category, vault: Vault) -> dict[str, str]:
    """What a strength in a category is given: the runs that bear it out, where some do."""
    strength = strengths.proposed(category, vault)
    recent = strength.recent if strength else ()
    runs = [run.note.name for run in recent if "," not in run.note.name]
    return {CATEGORY: category.key, **({"evidence": ", ".join(runs), "since": recent[0].date} if recent else {})}


def subject(kind: str, name: str, vault: Vault) -> Note:
    """The note that a title of this type would link to: by its id, its file's name or its title. Raises `NoDraft`,
    naming what is close.
    """
    links = [each for each in _links(_type(kind, vault)) if each.targets]
    found = next(filter(None, (_called(name, each, vault) for each in links)), None)
    if found is None:
        notes = [note for each in links for note in _targets(each, vault)]
        known = [each for note in notes for each in (note.properties.text("id"), note.name, note.title) if each]
        kinds = " or ".join(dict.fromkeys(target for each in links for target in each.targets)) or "note"
        raise NoDraft(f'no {kinds} is called "{name}"{suggestion(name, known)}')
    return found


def _type(kind: str, vault: Vault) -> NoteType:
    types = manuals.of(vault).note_types
    if types is None:
        raise NoDraft("the note types cannot be read; see para-sync lint --select manual-broken")
    if kind not in types.types:
        raise NoDraft(
            f'"{kind}" is no note type{suggestion(kind, types.types) or ", expected " + ", ".join(types.types)}'
        )
    return types.types[kind]


def _known(name: str, note_type: NoteType) -> str:
    found = note_type.find(name)
    if found is None:
        close = suggestion(name, [each.name for each in note_type.properties])
        raise NoDraft(f'a {note_type.name} has no property "{name}"{close}')
    return found.name


def _meant(title: str, note_type: NoteType, given: Mapping[str, str], vault: Vault) -> dict[str, str]:
    """The link that a title stands for, where it is the id, name or title of a note that the type links to."""
    free = [each for each in _links(note_type) if each.targets and each.name not in given and title]
    return next(({each.name: title} for each in free if _called(title, each, vault)), {})


def _links(note_type: NoteType) -> list[PropertyType]:
    return [each for each in note_type.properties if each.kind == "link" and not each.is_list]


def _heading(title: str, note_type: NoteType, given: Mapping[str, str], vault: Vault) -> str:
    """The title; the name of the note that the first link leads to, where that is meant; else the type."""
    for wanted in _links(note_type):
        value = given.get(wanted.name)
        if value and title in ("", value):
            return _find(value, wanted, vault).name
    if title:
        return title
    if any(each.name == DATE and each.required for each in note_type.properties):
        return note_type.name
    raise NoDraft(f"a {note_type.name} needs a title: para-sync new {note_type.name} TITLE")


def _template(note_type: NoteType, vault: Vault) -> Note | None:
    """The type's template, if there is one."""
    name = f"/{note_type.name}.md".casefold()
    found = map(vault.note, [path for path in vault.paths if path.casefold().endswith(name)])
    return next((note for note in found if note and vault.is_template(note)), None)


def _text(template: Note | None, note_type: NoteType, vault: Vault) -> str:
    """The text of a template; a bare one where there is none."""
    if template is None:
        return f"---\ntype: {note_type.name}\n---\n\n# {{{{title}}}}\n"
    if not template.readable:
        raise NoDraft(f"the template {template.path} cannot be read: {template.faults[0].message}")
    content = vault.content(template.path)
    if template.path in vault.rewritten:
        raise NoDraft(f"the template {template.path} was written since it was read, or cannot be read; try again")
    return content.decode()


def _filled(text: str, title: str, now: datetime) -> str:
    def value(match: re.Match[str]) -> str:
        kind, form = match.group(1), match.group(2)
        if kind == TITLE:
            # a title is a line of text, and no comment of ours
            return title.replace("<!--", "<! --")
        form = form or ("YYYY-MM-DD" if kind == DATE else "HH:mm")
        form = form.replace("YYYY", f"{now.year:04}")
        for moment, python in _MOMENT.items():
            form = form.replace(moment, python)
        return now.strftime(form)

    return _PLACEHOLDER.sub(value, _QUOTED_PLACEHOLDER.sub(r"\1", text))


def _complete(content: bytes, note_type: NoteType) -> bytes:
    """The note with every property of its type, those that the template lacks at the end of the block."""
    note = notes.parse("", content)
    if note.properties.block is None:
        block = f"---\ntype: {note_type.name}\n---\n\n".replace("\n", property_text.eol(content))
        return block.encode() + content
    own = [each for each in note_type.properties if each.required or each.name.startswith(PREFIX)]
    lacking = [each.name for each in own if note.properties.get(each.name) is None]
    added = property_text.add(note, content, [f"{yaml_text.scalar(name)}:" for name in lacking])
    return splice(content, [added] if added else [])


def value(kind: str, name: str, text: str, vault: Vault) -> tuple[str, str]:
    """The property of a type that a person names, and its value as YAML, as a person writes it. Raises `NoDraft`."""
    note_type = _type(kind, vault)
    known = _known(name, note_type)
    wanted = note_type.find(known)
    assert wanted
    return known, _yaml(text, wanted, vault)


def _with(content: bytes, name: str, value: str, note_type: NoteType, vault: Vault) -> bytes:
    """The note with a property set; a name that its type does not have is left out."""
    wanted = note_type.find(name)
    if wanted is None:
        return content
    edit = property_text.put(notes.parse("", content), content, name, _yaml(value, wanted, vault))
    if edit is None:
        raise NoDraft(f'the template of {note_type.name} has no place for "{name}"')
    return splice(content, [edit])


def _yaml(value: str, wanted: PropertyType, vault: Vault) -> str:
    if wanted.is_list:
        items = [each.strip() for each in value.split(",") if each.strip()]
        return "".join(f"\n  - {_item(each, wanted, vault)}" for each in items) if items else ""
    return _item(value.strip(), wanted, vault)


def _item(value: str, wanted: PropertyType, vault: Vault) -> str:
    if wanted.kind in ("number", "integer"):
        return yaml_text.number(value)
    if wanted.kind == "checkbox":
        return _checkbox(value, wanted)
    if wanted.kind == "link" and value.casefold() not in wanted.literals:
        return _link(value, wanted, vault)
    known = next((each for each in wanted.choices if each.casefold() == value.casefold()), value)
    return yaml_text.scalar(known)


def _checkbox(value: str, wanted: PropertyType) -> str:
    if value.casefold() not in YES + NO:
        raise NoDraft(f'"{wanted.name}" is {YES[0]} or {NO[0]}, not "{value}"')
    return "true" if value.casefold() in YES else "false"


def _link(value: str, wanted: PropertyType, vault: Vault) -> str:
    target = vault.link_text(_find(value, wanted, vault).path)
    if not names.is_linkable(target):
        raise NoDraft(f'no link can hold the name "{target}"')
    return yaml_text.quoted(f"[[{target}]]")


def _find(value: str, wanted: PropertyType, vault: Vault) -> Note:
    """The note that a person means: by its id, its file's name or its title."""
    found = _called(value, wanted, vault)
    if found is None:
        close = suggestion(value, [note.name for note in _targets(wanted, vault)])
        raise NoDraft(f'no {" or ".join(wanted.targets) or "note"} is called "{value}"{close}')
    return found


def _called(value: str, wanted: PropertyType, vault: Vault) -> Note | None:
    name = value.removeprefix("[[").removesuffix("]]").casefold()
    for note in _targets(wanted, vault):
        if name in (note.properties.text("id").casefold(), note.name.casefold(), note.title.casefold()):
            return note
    return None


def _targets(wanted: PropertyType, vault: Vault) -> list[Note]:
    return [note for each in wanted.targets for note in vault.of_type(each)] if wanted.targets else list(vault)


def _check(content: bytes, note_type: NoteType, bare: bool) -> None:
    """Raises `NoDraft` where a required property is still empty, perhaps for want of a template (`bare`)."""
    properties = notes.parse("", content).properties
    if properties.fault:
        raise NoDraft(f"the properties of the note could not be read: {properties.fault.message}")
    empty = [each for each in note_type.properties if each.required and properties.value(each.name) in (None, "", ())]
    if empty:
        wanted = " ".join(
            f"--set {each.name}=…" + (f" ({', '.join(each.choices)})" if each.choices else "") for each in empty
        )
        missing = f'; no template "{note_type.name}.md" fills any in: para-sync init --adopt lays down what is missing'
        raise NoDraft(f"a {note_type.name} needs {wanted}" + (missing if bare else ""))
