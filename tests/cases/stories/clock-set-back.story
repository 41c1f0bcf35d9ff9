A clock that was set back by a year does not hide a change.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
+ title = "Rally!"
## publish 2020-03-01 12:00
1 changed
## feed /feeds/all.ics
SEQUENCE:612721
LAST-MODIFIED:20210301T120001Z
DTSTAMP:20210301T120001Z
