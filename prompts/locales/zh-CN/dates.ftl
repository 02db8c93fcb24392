### 日期和时长。

date-month = { $month }月
date-weekday = { $weekday ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}
date-clock = { $clock }
date-moment = { $month }{ $day }日（{ $weekday }）{ $clock }
date-moment-year = { $year }年{ $month }{ $day }日（{ $weekday }）{ $clock }
date-short = { $month }{ $day }日 { $clock }
date-short-year = { $year }年{ $month }{ $day }日 { $clock }

duration-moment = 不到1分钟
duration-minutes = { $count }分钟
duration-hours = { $count }小时
duration-days = { $count }天
duration-two = { $large }{ $small }
