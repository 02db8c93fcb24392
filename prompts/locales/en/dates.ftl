### Dates and durations.

date-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date-clock = { $clock }
date-moment = { $weekday } { $day } { $month }, { $clock }
date-moment-year = { $weekday } { $day } { $month } { $year }, { $clock }
date-short = { $day } { $month } { $clock }
date-short-year = { $day } { $month } { $year } { $clock }

duration-moment = less than a minute
duration-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
duration-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
duration-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
duration-two = { $large } { $small }
