"""What a person typed -> values. Forms parse; the action decides, and its refusal comes back to the field.

What adds something (a reply, a case) is sent once: its template writes ``{{ once_input }}`` beside
``{{ csrf_input }}``, and ``Form.does`` takes the same key with the same values one time. The second lands where the
first did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.once import Outcome, once, outcome

P = ParamSpec("P")

ONCE = "once"
LONGEST = 20_000


class Form(forms.Form):
    """Base of our forms: plain labels (the template draws them) and a way to hand values to an action."""

    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.result: Any = None
        self.result_id: int | None = None

    def give_choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a field of choices what it offers this time."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def does(self, act: Callable[Concatenate[Actor, P], Any], actor: Actor, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the values are right and the action took them, now or when the same form was sent before.

        ``result`` is then what it returned (None the second time), ``result_id`` the id of the row that came of it.
        A refusal that the person can mend (Invalid, Conflict) becomes an error of the field that it names.
        """
        if not self.is_valid():
            return False
        try:
            done = self._taken(actor, act, lambda: act(actor, *args, **kwargs))
        except (Invalid, Conflict) as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return False
        self.result, self.result_id = done.result, done.result_id
        return True

    def _taken(self, actor: Actor, act: Callable[..., Any], do: Callable[[], Any]) -> Outcome:
        if not self.data.get(ONCE):
            return outcome(do())
        digest = hashlib.sha256()
        for part in (str(actor.person_id), getattr(act, "__qualname__", ""), *self._sent()):
            digest.update(part.encode() + b"\0")
        return once(actor, digest.hexdigest(), do, now=clock.now())

    def _sent(self) -> Iterator[str]:
        """All that was sent, in one order: another text under the same key is another act, and is not lost."""
        given = self.data.lists() if isinstance(self.data, MultiValueDict) else self.data.items()
        for name, values in sorted(given):
            if name != "csrfmiddlewaretoken":
                yield f"{name}={values}"
        for name, files in sorted(self.files.lists() if self.files else ()):
            yield from (f"{name}={file.name}:{file.size}:{_content_of(file)}" for file in files)

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values; a field that makes no sense is missing."""
        self.is_valid()
        return dict(getattr(self, "cleaned_data", {}))


def _content_of(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


class Prose(forms.CharField):
    """A text of several lines, counted as the browser counts it: a line break is one letter."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The text with plain line breaks."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; nothing chosen is an empty list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each file by itself; what may come in at all is for the action to say."""
        return [super(FilesField, self).clean(each, initial) for each in data or [] if each]
