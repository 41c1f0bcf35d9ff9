The listing of 2017: an update names a corner in St. Charles; published before and after the update, it moved.

## write events.toml
[calendar]
title = "Chicago Action Calendar"
timezone = "America/Chicago"
domain = "chicago-actions.example"
[organizations]
moveon = "MoveOn"
progressives-of-kane-county = "Progressives of Kane County"
[venues.first-corner]
address = "Route 64 and Oak St, St. Charles, IL"
[venues.route-64-and-randall]
address = "Route 64 and Randall Rd, St. Charles, IL"
[[events]]
id = "save-the-aca-2017"
title = "Save the ACA"
when = "Sat, Feb 25, 2017, 11 AM"
venue = "first-corner"
hosts = ["MoveOn", "Progressives of Kane County"]
## publish 2017-02-20 12:00
1 new
## edit
- venue = "first-corner"
+ venue = "route-64-and-randall"
## publish 2017-02-23 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Save the ACA
LOCATION:Route 64 and Randall Rd\nSt. Charles\, IL
DTSTART;TZID=America/Chicago:20170225T110000
SEQUENCE:1
