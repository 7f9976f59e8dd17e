"""Kernels that are forks of a process in which the notebook has run already.

The server starts a nursery, which imports what a workbook needs. The nursery forks a template
for each notebook, which runs the cells once; a template forks a kernel for each visitor, in
which every widget exists already. Only on Linux; elsewhere, and for workbooks that cannot be
forked, kernels are started as Jupyter does.
"""
