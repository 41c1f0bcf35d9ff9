A list that is published again without a visible change gives the same bytes and stamps.

## publish 2021-03-01 12:00
1 new
## publish 2021-03-02 12:00
nothing changes for subscribers
! new
## feed /feeds/all.ics
SEQUENCE:612720
LAST-MODIFIED:20210301T120000Z
## frozen
