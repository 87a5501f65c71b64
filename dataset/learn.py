"""Learning a corpus profile: records in, one pass, counts out. Profiles of parts are added to one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.clean_batch import Learner, Profile, ProfileError, Settings, learning_cleaner, merged
from dataset.profile_store import describe_profile, is_profile, read_profile, write_profile
from dataset.readers import ReadOptions, Source, read_source
from dataset.records import RawPage, Reject
from dataset.run_store import PROFILE_JSON, RUN_PROFILE
from dataset.tables import storable


@dataclass(slots=True)
class LearnProgress:
    """How many records were read, and of them passed over because they could not be read or cleaned."""

    read: int = 0
    rejected: int = 0


def split_profiles(sources: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Of what the user named, the folders that are profiles, and the rest."""
    profiles = [Path(source) for source in sources if source != "-" and is_profile(Path(source))]
    return profiles, [source for source in sources if source == "-" or not is_profile(Path(source))]


def learn(
    records: Iterable[RawPage | Reject],
    settings: Settings | None = None,
    *,
    fast: bool = False,
    part: bool = False,
    on_progress: Callable[[LearnProgress], None] | None = None,
) -> tuple[Profile, LearnProgress]:
    """The profile of a stream of records, in bounded memory (`cleaning.profile`), and what was read.

    A record that cannot be read, or on which a repair fails, is counted and passed over: cleaning will say why.
    `fast` makes only those repairs without which a page cannot be read; `part` keeps what was met once, to be added up.
    """
    learner = Learner(learning_cleaner(settings, fast=fast))
    progress = LearnProgress()
    for record in records:
        progress.read += 1
        if isinstance(record, Reject) or not _counted(record, learner):
            progress.rejected += 1
        if on_progress:
            on_progress(progress)
    return learner.profile(part=part), progress


def _counted(page: RawPage, learner: Learner) -> bool:
    try:
        learner.add(page.text, host=storable(page.host), title=page.title, markup=page.markup)
    except Exception:  # whatever a repair does to one page, the others go on
        return False
    return True


def add_profiles(profiles: Sequence[Path], learnt: Profile | None = None, *, part: bool = False) -> Profile:
    """The sum of profiles on disk, and of one that was just learnt; a `part` again, or as one that is used."""
    parts = [read_profile(path, part=True) for path in profiles]
    return merged(*parts, *([learnt] if learnt else [])).settled(part=part)


def profile_of_run(
    sources: Sequence[Source],
    reading: ReadOptions,
    out: Path,
    settings: Settings,
    *,
    version: str,
    on_progress: Callable[[LearnProgress], None] | None = None,
) -> Profile:
    """The profile of the sources of a run, learnt now and kept in the run's folder, or found there.

    It is taken up again only where files, settings and version are those that it was learnt from. Raises ProfileError
    for standard input, which cannot be read twice, and for a run that holds a profile of other files.
    """
    if any(source.location is None for source in sources):
        raise ProfileError(
            "-: two passes read everything twice, and standard input can be read once; save it to a file"
        )
    path = out / RUN_PROFILE
    inputs = inputs_digest(sources, reading, settings, version)
    if path.exists():
        if describe_profile(path)["inputs"] != inputs:
            raise ProfileError(
                f"{path / PROFILE_JSON}: was learnt from other files, settings or version than those named now; "
                "name another folder, or delete this one"
            )
        return read_profile(path)
    records = (record for source in sources for record in read_source(source, reading))
    profile, _ = learn(records, settings, on_progress=on_progress)
    write_profile(profile, path, version=version, inputs=inputs)
    return profile


def inputs_digest(sources: Sequence[Source], reading: ReadOptions, settings: Settings, version: str) -> str:
    """12 hexadecimal digits for the files as they are now (name, size, time of change) and how they are read."""
    made = hashlib.sha256(f"{version} {settings.digest()} {reading}".encode())
    for source in sources:
        try:
            said = source.location.stat() if source.location else None
        except OSError:
            said = None
        stamp = f"{said.st_size} {said.st_mtime_ns}" if said else ""
        made.update(f"\n{source.path} {stamp}".encode())
    return made.hexdigest()[:12]
