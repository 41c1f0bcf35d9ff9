A translation that is added changes the Spanish feed, and the default one, which shows both.

## publish 2021-03-01 12:00
1 new
## edit
- description = "Bring a sign."
+ description = { en = "Bring a sign.", es = "Traiga un cartel." }
## publish 2021-03-02 12:00
1 changed
description: now Bring a sign., Traiga un cartel.
## feed /es/feeds/all.ics
SEQUENCE:614160
DESCRIPTION:Traiga un cartel.\n\nOrganizado por KOCO\n\nMapa: https://www.openstreetmap.org/?mlat=41.87879&mlon=-87.6297#map=17/41.87879/-87.6297
