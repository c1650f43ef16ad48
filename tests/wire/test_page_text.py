"""The words of an HTML page."""

from __future__ import annotations

from tokencli.wire.page_text import page_text


def test_the_words_a_person_sees_stand_in_one_line() -> None:
    body = b"<!doctype html><title>Error 400</title>\n<p>redirect&#95;uri <b>mismatch</b> &amp; more</p>"
    assert page_text(body) == "Error 400 redirect_uri mismatch & more"


def test_what_is_not_shown_is_no_word_of_the_page() -> None:
    body = b"<style>p{}</style><script>var a='<p>secret</p>'</script><!-- note --><p>shown</p><TEMPLATE>t</TEMPLATE >"
    assert page_text(body) == "shown"


def test_what_a_page_keeps_as_json_for_its_script_to_show_counts_as_shown() -> None:
    body = b"<script id='modelJson' type='application/json'>{&quot;errorMessage&quot;:&quot;no&quot;}</script><script>x</script>"
    assert page_text(body) == '{"errorMessage":"no"}'


def test_octets_that_are_no_text_and_an_unclosed_tag_do_no_harm() -> None:
    assert page_text(b"\xff\xfe<p>words <a href='") == "\ufffd\ufffd words <a href='"
