"""Blocks of a post as they are compared."""

from posts.rules.comparing import comparable


def test_fields_keep_their_key_and_paragraphs_have_none():
    fields = {"title": "T", "summary": "S", "tags": "a, b"}
    body = [
        ("p", "One <b>two</b>"),
        ("h2", "Head"),
        ("li", "item"),
        ("blockquote", "q"),
        ("pre", "x\ny"),
        ("td", "c"),
    ]
    assert list(comparable(fields, body)) == [
        ("title", "<h2>T</h2>"),
        ("summary", "<p>S</p>"),
        ("tags", "<p>a, b</p>"),
        (None, "<p>One <b>two</b></p>"),
        (None, "<h2>Head</h2>"),
        (None, "<ul><li>item</li></ul>"),
        (None, "<blockquote><p>q</p></blockquote>"),
        (None, "<pre><code>x\ny</code></pre>"),
        (None, "<p>c</p>"),
    ]


def test_braces_in_a_text_are_text():
    assert list(comparable({}, [("p", "{0} {}"), ("li", "{x}")])) == [
        (None, "<p>{0} {}</p>"),
        (None, "<ul><li>{x}</li></ul>"),
    ]
