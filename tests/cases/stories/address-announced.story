A place that gets its address has not moved, also under another name later.

## edit
- venue = "Federal Plaza"
+ venue = "Unity Park"
## publish 2021-03-01 12:00
1 new
## edit
- name = "Unity Park"
+ name = "Unity Park"
+ address = "2636 N Kimball Ave, Chicago, IL 60647"
## publish 2021-03-02 12:00
1 changed
## edit
- name = "Unity Park"
+ name = "Parque Unidad"
+ aliases = ["Unity Park"]
## publish 2021-03-03 12:00
1 changed
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 2 PM – 4 PM"
## publish 2021-03-04 12:00
1 moved
## page /events/rally/
Moved from Sat, Mar 20, 2021, 1:00 PM.
! Moved from Sat, Mar 20, 2021, 1:00 PM, Unity
