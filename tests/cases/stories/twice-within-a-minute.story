Two changes within one minute of the clock are two revisions.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
+ title = "Rally!"
## publish 2021-03-01 12:00
1 changed
## feed /feeds/all.ics
SEQUENCE:612721
LAST-MODIFIED:20210301T120001Z
## edit
- title = "Rally!"
+ title = "Rally!!"
## publish 2021-03-01 12:00
1 changed
## feed /feeds/all.ics
SEQUENCE:612722
LAST-MODIFIED:20210301T120002Z
