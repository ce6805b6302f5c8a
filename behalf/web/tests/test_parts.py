from __future__ import annotations

from collections.abc import Callable

import pytest
from django import forms

Draw = Callable[..., str]


class Letter(forms.Form):
    to = forms.EmailField(label="To", help_text="One address.")
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    severity = forms.ChoiceField(label="Severity", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="Told")
    secret = forms.CharField(widget=forms.HiddenInput)


def test_a_field_is_wired_to_its_hint_and_error(draw: Draw) -> None:
    text = draw('{{ ui.field(form, "to") }}', form=Letter({"to": "nobody"}))
    assert '<label for="id_to">To</label>' in text
    assert 'aria-describedby="id_to_helptext id_to_error"' in text
    assert 'id="id_to_helptext">One address.' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_to_error"' in text


def test_an_optional_field_says_so_and_takes_attributes(draw: Draw) -> None:
    text = draw('{{ ui.field(form, "text", rows=3, autofocus=True) }}', form=Letter())
    assert "(optional)" in text
    assert 'rows="3"' in text
    assert " autofocus" in text


def test_choices_stand_in_a_fieldset_with_what_they_mean(draw: Draw) -> None:
    text = draw('{{ ui.field(form, "severity", notes={"a": "Nobody can work"}) }}', form=Letter())
    assert "<fieldset" in text
    assert "<legend>Severity</legend>" in text
    assert "<small>Nobody can work</small>" in text


def test_a_box_to_tick_stands_before_its_words(draw: Draw) -> None:
    text = draw('{{ ui.field(form, "told") }}', form=Letter())
    assert text.index("<input") < text.index("Told")


def test_hidden_fields_have_no_label(draw: Draw) -> None:
    assert "label" not in draw('{{ ui.field(form, "secret") }}', form=Letter())


def test_what_is_wrong_with_the_whole_form_is_an_alert(draw: Draw) -> None:
    form = Letter({"to": "a@b.example"})
    form.add_error(None, "Somebody was faster.")
    assert 'role="alert"><p>Somebody was faster.' in draw("{{ ui.form_errors(form) }}", form=form)


@pytest.mark.parametrize("shape", ["fine", "weak", "missing", "unread", "unverified", "outage", "planned", "paused"])
def test_a_state_has_a_shape_and_a_word(draw: Draw, shape: str) -> None:
    text = draw("{{ ui.state(shape, 'Word') }}", shape=shape)
    assert "<use href=" in text
    assert "Word" in text


def test_what_people_typed_is_escaped_in_every_part(draw: Draw) -> None:
    text = draw(
        "{{ ui.party('us', x) }}{{ ui.person(x) }}{{ ui.tag(x) }}{{ ui.notice('warn', x, x) }}"
        "{{ ui.empty('search', x) }}"
        "{{ ui.facts([(x, x)]) }}{{ ui.diff([('-', x, x)]) }}{{ ui.copy(x) }}{{ ui.page_head(x, x) }}"
        "{{ _('For %(who)s', who=x) }}",
        x='<i a="b">',
    )
    assert "<i a" not in text


def test_a_pager_without_pages_is_nothing(draw: Draw) -> None:
    assert draw("{{ ui.pager() }}").strip() == ""
    assert 'rel="next"' in draw("{{ ui.pager(older='?before=9') }}")


def test_a_difference_is_told_in_words_too(draw: Draw) -> None:
    text = draw("{{ ui.diff([('-', 'state', 'on'), ('+', 'state', 'off')]) }}")
    assert "<del>" in text
    assert '<span class="vh">removed</span>' in text
    assert "<ins>" in text


def test_an_unknown_icon_is_an_error(draw: Draw) -> None:
    with pytest.raises(KeyError):
        draw("{{ icon('unicorn') }}")


def test_numbers_and_sizes_are_written_as_people_read_them(draw: Draw) -> None:
    text = draw("{{ -12345|number }} {{ none|number }} {{ 900|filesize }} {{ 18423|filesize }} {{ 1500000|filesize }}")
    assert text == "−12,345 – 900 B 18 KB 1.4 MB"
