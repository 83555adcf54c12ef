"""What a table holds, as bytes for a hash: its columns alone, whatever else the file says that it was read from."""

from __future__ import annotations

import pyarrow as pa

__all__ = ["table_content"]


def table_content(table: pa.Table) -> bytes:
    """Return the names, the types and the values of a table's columns as bytes."""
    table = table.combine_chunks()
    # Without the description of the columns that the file of a table has.
    plain = pa.Table.from_arrays(table.columns, names=table.column_names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    content: bytes = sink.getvalue().to_pybytes()
    return content
