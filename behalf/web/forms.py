"""What a person typed -> values. Forms parse; the action decides, and its refusal comes back to the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

from django import forms
from django.core.files.uploadedfile import UploadedFile

from behalf.kit.errors import Conflict, Invalid

P = ParamSpec("P")


class Form(forms.Form):
    """Base of our forms: plain labels (the template draws them) and a way to hand values to an action."""

    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.result: Any = None

    def does(self, act: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the values are right and the action took them; its result is then ``self.result``.

        A refusal that the person can mend (Invalid, Conflict) becomes an error of the field that it names.
        """
        if not self.is_valid():
            return False
        try:
            self.result = act(*args, **kwargs)
        except (Invalid, Conflict) as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return False
        return True

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values; a field that makes no sense is missing."""
        self.is_valid()
        return dict(getattr(self, "cleaned_data", {}))


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; nothing chosen is an empty list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each file by itself; what may come in at all is for the action to say."""
        return [super(FilesField, self).clean(each, initial) for each in data or [] if each]
