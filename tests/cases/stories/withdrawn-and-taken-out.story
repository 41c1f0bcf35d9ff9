A withdrawn rally whose line leaves the list stays withdrawn, and does not come back as cancelled.

## publish 2021-03-01 12:00
1 new
## add
status = "withdrawn"
## publish 2021-03-02 12:00
1 withdrawn
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
- status = "withdrawn"
## publish 2021-03-03 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SUMMARY:Withdrawn
SEQUENCE:614160
