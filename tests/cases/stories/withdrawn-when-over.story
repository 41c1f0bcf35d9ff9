What is over is withdrawn at once: no entry, and its page says that it is gone.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
+ status = "withdrawn"
## publish 2021-03-25 12:00
## feed /feeds/all.ics
! BEGIN:VEVENT
## page /events/rally/ gone
No longer listed
## has published.jsonl
! "Rally"
## frozen
