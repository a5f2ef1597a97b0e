"""Writing the archive: one run's WARC files, record by record, and the run's index at the end.

What is in the file when `record` returns is whole and outlives a killed process; once `sync` returns it outlives the
machine too. Whoever acts on an answer waits for that first, so that a crash costs at most exchanges nobody acted on.
"""

from __future__ import annotations

import os
import threading
from http import HTTPStatus
from types import TracebackType
from typing import Self

import pyarrow as pa

from warehouse.archive.composing import compose, compose_added, compose_info
from warehouse.archive.index import index_run, indexed_runs, rows_of, runs, warc_name, write_index
from warehouse.archive.members import compress, read_member
from warehouse.archive.payload import payload_in, payload_of, read_payload, sha256
from warehouse.archive.places import Places, made_of
from warehouse.archive.reading import Grouping, original_of, parse, payload_apart
from warehouse.archive.records import Added, ArchiveError, Composed, Exchange, Original, Row
from warehouse.archive.tables import as_table
from warehouse.home import Home, sync_folder

#: Big enough that millions of documents are few files, small enough to copy and check one at a time.
FILE_LIMIT = 2**30
#: Shards of one run number their files apart, so that they never meet.
_FILES_A_SHARD = 1000
#: Rows of the index held one by one before they are put together.
_ROWS_APART = 1000


class ArchiveWriter:
    """Archives the exchanges of one run; shards of a run may write at once, each with its own number."""

    def __init__(
        self,
        home: Home,
        run_id: str,
        shard: int = 0,
        *,
        places: Places | None = None,
        file_limit: int = FILE_LIMIT,
        software: str = "gongkai",
    ) -> None:
        self.home = home
        self.run_id = run_id
        self._shard = shard
        self._file_limit = file_limit
        self._software = software
        self._handle = -1
        self._turns = threading.Lock()  # one record at a time, whichever thread brings it
        self._file = threading.Lock()  # a sync in another thread must not meet a file being closed
        self._name = ""
        self._size = 0
        self._grouping = Grouping(run_id, "")
        self._rows: list[Row] = []
        self._tables: list[pa.Table] = []
        self._sizes: dict[str, int] = {}
        self._closed = False
        if places is None:
            places = Places()
            for one in indexed_runs(home):
                places.learn(rows_of(home, one, Places.COLUMNS))
        self._places = places

    def record(self, exchange: Exchange) -> Row:
        """Archive one exchange and give its row of the index (schema CAPTURES).

        A payload already archived for this URL becomes a revisit record, but only after its bytes were read
        back and found sound; else it is written whole again. ArchiveError when it cannot be written; nothing
        half stays behind.
        """
        with self._turns:
            return self._record(exchange)

    def _record(self, exchange: Exchange) -> Row:
        payload, _ = payload_of(exchange.header(b"content-encoding"), exchange.body)
        digest, size = sha256(payload), len(payload)
        original = None
        if exchange.status == HTTPStatus.NOT_MODIFIED and exchange.unmodified_sha256:
            found = self._original(exchange.url, exchange.unmodified_sha256)
            if found:
                original, size = found
                digest = exchange.unmodified_sha256
        elif payload and (found := self._original(exchange.url, digest)):
            original = found[0]
        row = self._append(compose(exchange, digest, size, original))
        if original is None:
            place = (row["warc_file"], row["warc_offset"], row["warc_length"])
            self._places.remember(exchange.url, digest, place)
        self._keep(row)
        return row

    def read_back(self, url: str, digest: str) -> bytes | None:
        """A payload that was archived for an address; None where the archive holds none such.

        ArchiveError when the record no longer holds what it was archived with.
        """
        place = self._places.find(url, digest)
        if place is None:
            return None
        file, offset, length = place
        row = {"url": url, "payload_sha256": digest, "record_type": "response"}
        return read_payload(self.home, row | {"warc_file": file, "warc_offset": offset, "warc_length": length})

    def sync(self) -> None:
        """Have what was recorded on disk; may run in a thread of its own. ArchiveError when the disk refuses."""
        try:
            with self._file:
                if self._handle >= 0:  # else closed, and synced then
                    os.fsync(self._handle)
        except OSError as error:
            raise self._refusal(error) from error

    def add(self, added: Added) -> Row:
        """Archive a document added by hand and give its row of the index; ArchiveError when it cannot be written."""
        with self._turns:
            digest = sha256(added.data)
            row = self._append(compose_added(added, digest))
            place = (row["warc_file"], row["warc_offset"], row["warc_length"])
            self._places.remember(made_of(added.role, added.url), digest, place)
            self._keep(row)
        self.sync()
        return row

    def holds(self, added: Added) -> bool:
        """Whether the archive holds these bytes already, made of the same address in the same role."""
        return self._places.find(made_of(added.role, added.url), sha256(added.data)) is not None

    def close(self) -> None:
        """Write the run's index; a run that archived nothing has neither. Safe to call again."""
        if self._closed:
            return
        self._close_file()
        self._closed = True
        files = runs(self.home).get(self.run_id, [])
        if {path.name for path in files} == set(self._sizes):
            if files:
                rows = pa.concat_tables([*self._tables, as_table(self._rows)])
                write_index(self.home, self.run_id, rows, self._sizes)
        else:  # other shards, or an earlier attempt at this run, wrote files of their own
            index_run(self.home, self.run_id, files)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self, row: Row) -> None:
        """Keep a row for the index of the run."""
        self._rows.append(row)
        if len(self._rows) >= _ROWS_APART:
            self._tables.append(as_table(self._rows))
            self._rows.clear()

    def _original(self, url: str, digest: str) -> tuple[Original, int] | None:
        """The sound record that holds this payload of this URL and the payload's length, else None."""
        place = self._places.find(url, digest)
        if place is None:
            return None
        name, offset, length = place
        try:
            data = read_member(self.home.warc / name, offset, length)
            apart = payload_apart(data)
            if apart is not None:
                body, _ = payload_of(apart[1], apart[2])
                if sha256(body) == digest:
                    return apart[0], len(body)
            read = parse(data)
        except (OSError, ValueError, ArchiveError):
            return None  # a damaged record is not referred to: the bytes are archived again
        payload = payload_in(read, digest)
        return None if payload is None else (original_of(read), len(payload))

    def _append(self, records: list[Composed]) -> Row:
        if self._closed:
            raise ArchiveError(f"The archive of run {self.run_id} is closed; begin a new run.")
        if self._handle < 0 or self._size >= self._file_limit:
            self._open_next()
        blobs = [compress(record.data) for record in records]
        start, row = self._size, None
        self._write(b"".join(blobs))
        for record, blob in zip(records, blobs, strict=True):
            row = self._grouping.add(record.read, start, len(blob))
            start += len(blob)
        assert row is not None
        return row

    def _open_next(self) -> None:
        self._close_file()
        taken = {path.name for path in runs(self.home).get(self.run_id, [])}
        first = self._shard * _FILES_A_SHARD
        number = next(n for n in range(first, first + _FILES_A_SHARD) if warc_name(self.run_id, n) not in taken)
        self._name, self._size = warc_name(self.run_id, number), 0
        path = self.home.warc / self._name
        try:
            self.home.warc.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
            sync_folder(self.home.warc)
        except OSError as error:
            raise self._refusal(error) from error
        self._grouping = Grouping(self.run_id, self._name)
        self._sizes[self._name] = 0
        self._write(compress(compose_info(self._name, self.run_id, self._software)))

    def _write(self, blob: bytes) -> None:
        """Append; on failure cut the file back to its last whole record."""
        try:
            view = memoryview(blob)
            while view:
                view = view[os.write(self._handle, view) :]
        except OSError as error:
            os.ftruncate(self._handle, self._size)
            raise self._refusal(error) from error
        self._size += len(blob)
        self._sizes[self._name] = self._size

    def _close_file(self) -> None:
        if self._handle >= 0:
            self.sync()
            with self._file:
                os.close(self._handle)
                self._handle = -1

    def _refusal(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"The archive file {self._name} cannot be written ({error.strerror}); "
            "free space or mend its permissions, then run again."
        )
