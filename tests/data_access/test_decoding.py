"""Whether blocks are UTF-8, judged as Python's own decoder judges the whole."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.decoding import Digest, Utf8Decoding

PIECES = st.lists(
    st.sampled_from(
        (
            *(b"a", b"\n", b"\r\n", "\u4e00".encode(), "\U00020bb7".encode(), b"\xef\xbb\xbf"),
            *(
                b"\xe4",
                b"\xb8",
                b"\x80",
                b"\xc0\x80",
                b"\xed\xa0\x80",
                b"\xf4\x90\x80\x80",
                b"\xff",
            ),
        )
    ),
    max_size=12,
)


def decodes(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@settings(deadline=None)
@given(PIECES, st.integers(1, 9))
def test_blocks_are_text_where_the_whole_is(pieces, size):
    content = b"".join(pieces)
    judged, digest = Utf8Decoding(), Digest()
    for at in range(0, len(content), size):
        judged.take(content[at : at + size])
        digest.take(content[at : at + size])
    assert judged.ended() == decodes(content)
    assert digest.ended() == hashlib.sha256(content).hexdigest()
