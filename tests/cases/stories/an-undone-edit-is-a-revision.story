A published slip that is taken back is two changes: nobody keeps the slip.

## publish 2021-03-01 12:00
1 new
## edit
- description = "Bring a sign."
+ description = "Bring a song."
## publish 2021-03-01 12:01
1 changed
description: now Bring a song.
## feed /feeds/all.ics
SEQUENCE:612721
LAST-MODIFIED:20210301T120100Z
## edit
- description = "Bring a song."
+ description = "Bring a sign."
## publish 2021-03-01 12:02
1 changed
## feed /feeds/all.ics
SEQUENCE:612722
LAST-MODIFIED:20210301T120200Z
