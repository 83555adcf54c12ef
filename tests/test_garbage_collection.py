"""The pause of the search for garbage: it holds within its block alone."""

from __future__ import annotations

import gc

import pytest

from pressmark.storage.garbage_collection import garbage_collection_paused


def test_the_search_for_garbage_goes_on_after_the_block_even_if_that_fails() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="here"), garbage_collection_paused():
        assert not gc.isenabled()
        raise ValueError("here")
    assert gc.isenabled()


def test_a_pause_within_a_pause_and_one_of_the_caller_stay() -> None:
    with garbage_collection_paused():
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    gc.disable()
    try:
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
