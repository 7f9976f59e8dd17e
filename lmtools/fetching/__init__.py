"""Published figures from Udir's export service: what is asked for, the polite asking, and what came.

The only part of lmtools that goes on the net, and only when somebody types `lmtools fetch`. What is sent
is which unit, table and school years are asked for. Udir says of the service that it may change without
notice, so every answer is checked, and one that is not known ends the fetching with nothing read in.
"""

from .asking import Wish, county_number, municipality_number, school_number, school_years
from .fetch import Fetched, fetch
from .service import Service, client, host_of
from .tables import TABLES, Table

__all__ = [
    "TABLES",
    "Fetched",
    "Service",
    "Table",
    "Wish",
    "client",
    "county_number",
    "fetch",
    "host_of",
    "municipality_number",
    "school_number",
    "school_years",
]
