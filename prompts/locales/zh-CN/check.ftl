### jiesu check：旗县资料哪里不对、该怎么改。每条前面已有“文件:行”和栏目名。

check-warning = 提醒：{ $fault }
check-suggestion = 是不是“{ $suggestion }”？

## 文件

check-missing-file = 缺少这个文件。请从示例目录（jiesu init）里复制一份再改。
check-unknown-file = 程序用不到这个文件，是不是文件名写错了？
check-unreadable = 打不开（{ $why }）。请检查文件是否存在、有没有读取权限。
check-too-large = 文件超过 { $megabytes } MB，不像是旗县资料，没有读取。
check-not-utf8 = 不是 UTF-8 编码。请在 Excel 或 WPS 里另存为“CSV UTF-8”，或用记事本另存为 UTF-8。
check-syntax = 格式写错了，读不下去（{ $why }）。
check-unquoted = “{ $value }”要用英文双引号括起来，如 "{ $value }"。
check-empty = 这里不能空着。

## 表格

check-unknown-name = 没有这个栏目，请检查名称。
check-missing-name = 缺少这个栏目，请补上。
check-cell-count = 这一行有 { $found } 格，表头有 { $expected } 格。内容里有英文逗号时，请用英文双引号括起来。
check-line-break = 一格里出现了换行，多半是英文双引号没有成对。
check-not-one-of = “{ $value }”不在可选范围内。可以写：{ $allowed }。
check-twice = “{ $code }”重复了，第 { $first } 行已经有了。
check-twice-in = “{ $code }”重复了，{ $file } 里已经有了。

## 写法

check-form-whole-number = “{ $value }”应当写成整数，如 12。
check-form-days = “{ $value }”应当写成天数，如 180，最少 1 天，最多 65535 天。
check-form-share = “{ $value }”应当是 0 到 1 之间的小数，如 0.60。
check-form-date = “{ $value }”应当写成日期，如 2026-01-31。
check-form-time = “{ $value }”应当写成时间，如 08:30。
check-form-clock-time = “{ $value }”应当写成钟表时间：30m 是 30 分钟，24h 是 24 小时，最长 744h（31 天）。
check-form-people = “{ $value }”应当写成人数，如 10，最少 2 人，最多 65535 人。
check-form-span = “{ $value }”应当写成时限：30m 是 30 分钟，2h 是 2 小时，5wd 是 5 个工作日，0d 是当天。
check-form-category-code = “{ $value }”应当是六位数字的分类代码，如 010203。
check-form-category-pattern = “{ $value }”应当是分类代码（010203）、代码开头加星号（0102*）或单独一个星号。
check-form-area-pattern = “{ $value }”应当是区域代码、“类型:牧区”这样的类型，或单独一个星号。
check-form-handler = “{ $value }”应当是单位代码，或 @苏木乡镇街道、@嘎查社区。
check-form-term = “{ $value }”应当写成 词、词*3 或 词+词*3，权重不能是 0。
check-form-code = “{ $value }”只能用英文字母、数字和连字符。
check-form-text = “{ $value }”应当是文字，请用英文双引号括起来。
check-form-switch = “{ $value }”应当是 true（是）或 false（否）。
check-form-list = “{ $value }”应当是列表，如 ["甲", "乙"]。
check-form-table = 应当单独成段，段名写在方括号里。
check-form-time-zone = 没有“{ $value }”这个时区。内蒙古写 Asia/Shanghai。
check-form-front-matter = 文章开头应当是 +++ 一行，接着写编号、标题等，再用 +++ 一行结束；现在开头是“{ $value }”。

## 对照

check-unknown-unit = 单位表（units.csv）里没有“{ $code }”。
check-unknown-area = 区域表（areas.csv）里没有“{ $code }”。
check-unknown-category = 分类目录（catalogue.csv）里没有“{ $code }”。
check-unknown-profile = 时限表（limits.toml）里没有“{ $code }”这一档。
check-unknown-grid = 区域表（areas.csv）里没有“{ $code }”这个网格。
check-wrong-parent = 上级区域（{ $parent }）应当比它（{ $level }）大。
check-no-unit = 没有写由哪个单位负责，这里的诉求会派不下去。
check-no-worker = 这个网格没有网格员（workers.csv）。
check-not-one-banner = 级别为“旗”的区域应当正好一个，现在有 { $count } 个。
check-no-route = 这一类诉求在派单目录（dispatch.csv）里哪儿都派不下去，请补一行。
check-placeholder-forbidden = 这一行写明“禁”（不得交给基层），不能再派给 { $placeholder }。
check-grassroots-forbidden = 这一行写明“禁”（不得交给基层），“{ $unit }”却是苏木乡镇街道或嘎查社区。
check-matches-nothing = 分类目录里没有以“{ $prefix }”开头的分类。
check-same-route = 和第 { $first } 行管的是同一件事，只能留一行。
check-example-goes-to = 这条例句被归到了“{ $category }”，依据的词：{ $words }。请改例句、给本类加词，或调低另一类的权重。
check-example-goes-nowhere = 这条例句没有一个词能归类，请给本类加词。
check-ambiguous = “{ $name }”在第 { $first } 行是另一个地方，群众说起时要多问一句。
check-no-words = “{ $name }”没有写任何说法，群众说了也听不懂。

## 日历、时限、值班、知识库

check-year-empty = { $year } 年标为已公布，日历里却一天也没有。
check-year-unpublished = calendar.toml 里没有写 { $year } 年已公布，推算的期限会一直标为“暂定”。
check-not-a-weekend = { $date } 不是周末，本来就上班，不用写“班”。
check-no-limit = “{ $name }”没有写用哪一档时限。
check-no-duty = 没有写工作日的值班时间，按天算的时限就没有下班时刻可依。
check-duty-overlaps = { $from } 起的一段和前一段重叠了。
check-ends-before-it-begins = 结束早于开始，或者同时。
check-expired = 这篇文章 { $until } 已过期，请更新内容或日期。
check-wording = 这里的措辞用不了（{ $why }）。
check-book = 每个文件单独看没有问题，合在一起却用不了（{ $why }）。

## 结果

check-clean = 没有问题：单位 { $units } 个，区域 { $areas } 个，分类 { $categories } 条，派单目录已逐条核对。
check-warned = 可以使用，有 { $warnings } 处提醒请看一看。
check-refused = 还不能使用：{ $errors } 处错误，{ $warnings } 处提醒。

## jiesu init

init-comment-example = # 本目录由示例复制而来：资料换成本地的以后就是正式资料。示例里这一项是 true，表示单位、电话、地名都是虚构的。
init-not-empty = { $folder } 里已经有内容，没有改动。请换一个空目录。
init-failed = { $file } 写不进去（{ $why }）。
init-done = 示例已写入 { $folder }，共 { $files } 个文件。
init-next =
    接下来：
    1. banner.toml：改旗县名称和热线单位。
    2. units.csv、areas.csv、workers.csv：换成本地的单位、区域和网格员。
    3. catalogue.csv、dispatch.csv：核对分类和派单目录，例句改成本地人的说法。
    4. gazetteer.csv：写上本地的小区、道路、嘎查。
    5. 随时运行 jiesu check --banner { $folder }，它会指出哪一行要改。
