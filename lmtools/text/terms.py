"""Names that come with the survey data and are shown to readers, so that the catalogues hold them.

The indexes of Elevundersøkelsen are the same in every year 2021-2025. A question's wording
comes from the files; one that is not known here is shown as it stands in the file.
"""

from __future__ import annotations

from lmtools.errors import N_

_INDEXES = (
    N_("Faglig utfordring"),
    N_("Trivsel"),
    N_("Støtte fra lærer"),
    N_("Støtte hjemmefra"),
    N_("Vurdering for læring"),
    N_("Læringskultur"),
    N_("Mestring"),
    N_("Motivasjon"),
    N_("Elevdemokrati og medvirkning"),
    N_("Felles regler"),
    N_("Utdanning og yrkesveiledning"),
    N_("Mobbing på skolen"),
)
