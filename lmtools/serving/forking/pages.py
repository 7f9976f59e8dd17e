"""The page of a notebook that a template has run, made by the same code as for a kernel of Jupyter's."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

from nbclient.exceptions import CellExecutionComplete
from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from nbformat import NotebookNode
from voila.execute import VoilaExecutor, strip_code_cell_warnings
from voila.notebook_renderer import NotebookRenderer

from lmtools.serving.forking.channel import Cells, Published


class RecordedRenderer(NotebookRenderer):  # type: ignore[misc]  # Voilà has no types
    """Renders from what the cells published when they ran. Set `cells` before generating."""

    cells: Cells

    async def _jinja_kernel_start(
        self, nb: NotebookNode, kernel_id: str | None, kernel_future: object
    ) -> str:
        """Nothing is started; the executor is there to read the messages."""
        self.executor = VoilaExecutor(nb, config=self.traitlet_config)
        return ""

    async def _jinja_cell_generator(self, nb: NotebookNode, kernel_id: str) -> AsyncIterator[NotebookNode]:
        """Each cell, with what it published."""
        nb, _ = ClearOutputPreprocessor().preprocess(nb, {})
        for index, (cell, messages) in enumerate(zip(nb.cells, self.cells, strict=True)):
            self.executor.clear_before_next_output = False  # nbclient sets it as a cell begins
            for message in messages:
                self._read(message, cell, index)
            strip_code_cell_warnings(cell)
            self.executor.strip_code_cell_errors(cell)
            yield cell

    def _read(self, message: Published, cell: NotebookNode, index: int) -> None:
        buffers = [base64.b64decode(buffer) for buffer in message["buffers"]]
        try:
            self.executor.process_message({**message, "buffers": buffers}, cell, index)
        except CellExecutionComplete:  # says only that the cell was done
            return
