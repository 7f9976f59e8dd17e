"""What lmtools is about, in plain frozen dataclasses: figures that are released, and a session's work.

No pandas, no SQL and no widgets here.
"""
