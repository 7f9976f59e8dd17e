"""Apart what does not bear on one another: forms that share no unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .reducing import Reduced


@dataclass(frozen=True)
class Component:
    """Unknowns that bear on one another.

    Attributes:
        forms: Sparse matrix, forms by unknowns, as in `Reduced`.
        low: The least value of each form.
        high: The greatest value of each form.
        numbers: The numbers of these forms in the whole.
        leaves: Which leaf of the plan each unknown is.
    """

    forms: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    numbers: np.ndarray
    leaves: np.ndarray

    @property
    def size(self) -> int:
        """The number of unknowns."""
        return int(self.forms.shape[1])


def components(reduced: Reduced) -> Iterator[Component]:
    """The independent parts of `reduced`."""
    forms = reduced.forms
    height, width = forms.shape
    owner = np.repeat(np.arange(height), np.diff(forms.indptr))
    graph = sparse.coo_array(
        (np.ones(len(owner)), (owner, forms.indices + height)), shape=(height + width, height + width)
    )
    count, label = connected_components(graph, directed=False)
    form_order, form_ends = _sorted(label[:height], count)
    unknown_order, unknown_ends = _sorted(label[height:], count)
    place = np.empty(width, dtype=np.int64)
    place[unknown_order] = np.arange(width)
    forms = forms[form_order]
    starts, indices = forms.indptr, place[forms.indices]
    for part in range(count):
        first, last = form_ends[part], form_ends[part + 1]
        inside = slice(starts[first], starts[last])
        matrix = sparse.csr_array(
            (
                forms.data[inside],
                indices[inside] - unknown_ends[part],
                starts[first : last + 1] - starts[first],
            ),
            shape=(last - first, unknown_ends[part + 1] - unknown_ends[part]),
        )
        numbers = form_order[first:last]
        unknowns = unknown_order[unknown_ends[part] : unknown_ends[part + 1]]
        yield Component(
            matrix, reduced.low[numbers], reduced.high[numbers], numbers, reduced.leaves[unknowns]
        )


def _sorted(label: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The places in order of label, and where each label begins (and the last ends)."""
    order = np.argsort(label, kind="stable")
    return order, np.searchsorted(label[order], np.arange(count + 1))
