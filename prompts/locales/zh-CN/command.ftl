serve-ready = { $banner }的接诉已经开始服务：{ $url } （群众）　{ $url }/desk （工作人员）
serve-first-run = 首次启动，已建好账号。密码只显示这一次，请现在记下：
serve-administrator = 　管理员　账号 { $login }　密码 { $password }（首次登录须更换）
serve-walk = 　示例旗演示账号，共用一个密码 { $password }：
serve-walk-centre = 　　坐席 { $operator }　督办 { $supervisor }
serve-walk-unit = 　　{ $login }　{ $unit }

doctor-good = ✅
doctor-doubtful = ⚠️
doctor-bad = ❌
doctor-key = 加密钥匙只有本人可读：{ $detail }
doctor-key-open = 别人也能读到加密钥匙，请执行 chmod 600 { $detail }
doctor-key-missing = 还没有加密钥匙，首次启动时会生成：{ $detail }
doctor-banner = 旗县资料没有错误：{ $detail }
doctor-banner-broken = 旗县资料有错，请先用 jiesu check 查看：{ $detail }
doctor-calendar = 工作日历已公布到 { $detail } 年
doctor-calendar-ends = { $detail } 年的放假通知还没有录入，跨年的时限按周一至周五推算；公布后请补进 calendar.csv
doctor-example = 正在使用示例资料（{ $detail }），正式使用前请用 jiesu init 写出自己的一套
doctor-own-banner = 使用本地资料：{ $detail }
doctor-no-ledger = 还没有数据库，首次启动时会建立：{ $detail }
doctor-ledger = 数据库可以打开：{ $detail }
doctor-ledger-broken = 数据库打不开：{ $detail }
doctor-backlog = 待推送的通知 { $detail } 条
doctor-tasks = 还有 { $detail } 件事要人工处理，请到坐席工作台查看
doctor-dead-letters = 没送到的通知 { $detail } 条，用 jiesu dead-letter list 查看，排除原因后用 replay 再送
doctor-undecided = 没处理的消息 { $detail } 条，用 jiesu dead-letter list 查看
doctor-disk = 磁盘空余 { $detail }
doctor-disk-words-only = 磁盘快满了，空余 { $detail }：照片和附件不收，请尽快腾地方
doctor-disk-full = 磁盘满了，空余 { $detail }：新的内容都不收，请马上腾地方
doctor-accounts = 在用账号 { $detail } 个
doctor-tls = 对外地址走加密连接：{ $detail }
doctor-no-tls = { $detail } 没有加密，请放在 HTTPS 反向代理后面，并设置 public_url
doctor-loopback = 只在本机监听：{ $detail }
doctor-webhooks = 允许推送的网段：{ $detail }
doctor-events-off = 没有配置事件流。
doctor-events-config = 事件流的配置用不了：{ $detail }
doctor-events-unreachable = 连不上事件流的服务器：{ $detail }。程序照常启动，事件留在账本里，服务器回来就补发；请检查网络或 events.nats。
doctor-events-refused = 事件流的服务器不认这个身份。请核对 [events] 的 user、password、token。
doctor-events-no-jetstream = 事件流的服务器没有开 JetStream，或者不许本程序使用：{ $detail }
doctor-events-missing = 事件流 { $detail } 还没有，有第一个事件时由程序建立。
doctor-events = 事件流正常，现有 { $detail } 条。
doctor-events-partly = 事件流 { $detail } 没有收全部主题，请用 nats stream edit 补上（见 deploy/EVENTS.md），否则事件发不出去。
doctor-events-copies = 事件流只存 { $detail } 份。JetStream 先确认、后落盘，停电可能丢失最近的事件；正式使用请三台服务器存三份。
doctor-telegram-off = 没有接 Telegram。
doctor-telegram-config = Telegram 的配置用不了：{ $detail }
doctor-telegram-personal-data = telegram.personal_data = true：会在 Telegram 上询问和显示姓名、电话、地点，其服务器在境外。请确认已完成个人信息出境评估，否则改回 false。
doctor-telegram-no-personal-data = Telegram 上不询问、不显示姓名、电话、地点。
doctor-telegram-unreachable = 连不上 Telegram（{ $detail }）。程序照常启动，会一直重试；检查网络或 telegram.api_url。
doctor-telegram-token = Telegram 不认这个令牌。请到 BotFather 核对 telegram.token。
doctor-telegram = Telegram 机器人 { $detail } 正常。
doctor-telegram-pending = Telegram 上有 { $detail } 条消息没有取走。程序在运行吗？
doctor-telegram-trouble = Telegram 上一次送消息没有成功：{ $detail }
doctor-telegram-webhook-set = 配置是 poll，但 Telegram 还在往 { $detail } 送消息。程序启动时会取消它；如果是另一个程序设的，请换一个机器人。
doctor-telegram-webhook-missing = 配置是 webhook，但 Telegram 还不知道往哪里送。程序启动后会自己登记。
doctor-webhooks-none = 没有向单位系统推送（webhooks.allow 为空）

## 导入

import-dry-run = 这是试算，什么也没有改动。
import-sum = 读了 { $rows } 条，新开工单 { $opened } 件，用时 { $seconds } 秒（每秒 { $rate } 条）。
import-dispatched = 　派单　　　　　　　{ $count }（{ $share }%）
import-triaged = 　预审　　　　　　　{ $count }（{ $share }%）
import-answered = 　直接答复　　　　　{ $count }（{ $share }%）
import-known = 　以前已受理　　　　{ $count }
import-conflicts = 　编号相同内容不同　{ $count }
import-refused = 　没有受理　　　　　{ $count }
import-because = 预审的原因：
import-because-one = 　{ $why }　{ $count }（{ $share }%）
import-passed-over = 文件夹里有 { $count } 个文件不是能读的格式，没有读。
import-why-draft = 要求坐席先确认
import-why-no-category = 认不出是哪一类
import-why-no-contact = 这一类要留电话，没有留
import-why-no-place = 要知道在哪里才能派，地点不清
import-why-no-unit = 派单目录里没有这一类的承办单位
import-why-not-for-grassroots = 属部门法定职责，不能派给基层
import-why-unsure = 把握不够
import-row-refused = 没有受理 { $where }　{ $why }
import-row-conflict = 内容不同 { $where }　同一编号已受理（{ $why }），这次的内容不一样，没有改动，已请坐席核对。
import-more = 另有 { $count } 条没有列出，用 --json 可以看到全部。
import-interrupted = 导入被中止，已经受理的都在。再运行一次同样的命令就会接着导入，不会重复开单。
import-broken = 导入没有做完：{ $why }。已经受理的都在，排除问题后再运行一次同样的命令，不会重复开单。
import-explain = { $where }　{ $outcome }　{ $kind }　{ $category }　地点：{ $place }　主办：{ $unit }　把握 { $confidence }
import-explain-unknown = 不明
import-outcome-dispatched = 派单
import-outcome-triaged = 预审
import-outcome-answered_direct = 直接答复
import-outcome-known = 以前已受理
import-outcome-conflict = 内容不同
import-outcome-refused = 没有受理
import-field-source = 来源
import-field-id = 编号
import-field-received_at = 时间
import-field-text = 内容
import-field-place = 地点
import-field-name = 姓名
import-field-phone = 电话
import-field-transcript = 通话
import-fault-unreadable = 读不了：{ $why }。
import-fault-empty = 里面没有内容。
import-fault-unknown-format = 认不出是什么格式。能读的有 .csv .tsv .jsonl .json .xlsx .txt .vtt .srt；旧的 .xls 请另存为 .xlsx。
import-fault-not-text = 不是文本，或者编码认不出（第 { $position } 个字节起）。请另存为 UTF-8 或 GBK。
import-fault-wish = --map “{ $wish }”写法不对，应为 字段=列名，例如 text=留言详情。
import-fault-unknown-field = --map 里没有字段“{ $field }”。可用的字段：{ $fields }。
import-fault-unknown-field-near = --map 里没有字段“{ $field }”，是不是“{ $nearest }”？可用的字段：{ $fields }。
import-fault-no-column = --map 写的列“{ $column }”不在文件里。文件里的列：{ $columns }。
import-fault-no-column-near = --map 写的列“{ $column }”不在文件里，是不是“{ $nearest }”？文件里的列：{ $columns }。
import-fault-no-text = 找不到写着诉求内容的列。文件里的列：{ $columns }。请用 --map text=列名 指明（通话用 transcript=列名）。
import-fault-not-json = 第 { $line } 行起不是完整的 JSON，请检查。
import-fault-no-list = 没有找到记录的列表。应为 JSON 数组，或者里面只有一个数组的对象。
import-fault-several-lists = 有不止一个列表（{ $lists }），不知道该读哪一个。请只留一个。
import-fault-not-an-object = 这一条不是 JSON 对象。
import-fault-not-a-text = “{ $column }”应是文字，却是列表或对象。
import-fault-cell-count = 这一行有 { $found } 列，表头有 { $expected } 列。请补齐或检查引号，再导入这一行。
import-fault-row-too-large = 这一行超过 { $megabytes } MB，多半是引号没有成对。从这里起没有读。
import-fault-not-a-workbook = 不是能读的 Excel 工作簿：{ $why }。请重新另存为 .xlsx。
import-fault-bomb = 工作簿展开后过大（总共超过 { $megabytes } MB，或压缩比超过 { $ratio } 倍），没有读。请分成几个文件，或另存为 CSV。
import-fault-no-sheet = 没有工作表“{ $sheet }”。有这些：{ $sheets }。
import-fault-formula = 单元格 { $cell } 是公式，文件里没有算好的值。请用 Excel 打开后保存，或把公式粘贴成数值。
import-fault-error-cell = 单元格 { $cell } 显示错误 { $shows }，请改正。
import-fault-bad-time = 看不懂时间“{ $time }”。请写成 2026-01-02 03:04 这样；不要这一列就用 --map time=。
import-fault-blank = 没有诉求内容。
import-fault-missing = “{ $field }”没有内容。
import-fault-too-long = “{ $field }”太长，最多 { $most } 字。
import-fault-not-a-phone = “{ $field }”不是能拨通的电话号码。请改正；整列都不是就用 --map phone=。
import-fault-future = “{ $field }”是将来的时间，请核对。
import-fault-too-old = “{ $field }”的时间太久以前，请核对年份；不要这一列就用 --map time=。
import-fault-said-nothing = 通话里群众没有说事，没有开单。
import-fault-wrong-form = “{ $field }”格式不对。

## 通话全文里的说话人

call-agent = 坐席：
call-citizen = 群众：
call-unknown = 未标明：

## 模拟一年

simulate-sum = 造了 { $orders } 件工单：{ $events } 个事件，{ $papers } 份材料，{ $said } 句对话；用时 { $seconds } 秒（每秒 { $rate } 件）。
simulate-open = 　年底未结　　{ $open }（{ $share }%）
simulate-in-time = 　办结　　　　{ $count } 次，按时 { $share }%
simulate-rates = 　评价　　　　{ $rated } 次，说联系过 { $contacted }%，解决 { $solved }%，满意 { $satisfied }%
simulate-digest = 　种子 { $seed }，全部编号和事件的 SHA-256：{ $digest }
simulate-interrupted = 模拟被中止，账本里只有前一部分。要完整的一年，请换一个空的数据文件夹再来。
simulate-not-empty = 账本里已经有工单。模拟只往空的账本里写，以免真的和造的混在一起；请用 --data 另指一个文件夹。
simulate-not-begun = { $year } 年还没有开始，没有可以造的事。

## 没送到、没处理的

dead-letter-none = 没有送不到的通知，也没有处理不了的消息。
dead-letter-notice = { $id }　{ $at }　没送到　{ $whom }（{ $channel }）　{ $what }　试了 { $attempts } 次　{ $why }
dead-letter-message = { $id }　{ $at }　没处理　对话 { $whom } 里的一条消息，{ $length } 个字
dead-letter-raw = { $id }　{ $at }　没处理　平台送来的一条消息，原样 { $length } 个字
dead-letter-to-unit = { $name }的系统
dead-letter-to-group = { $name }的群
dead-letter-to-citizen = 群众，对话 { $name }
dead-letter-to-public = 公开的事件流
dead-letter-nothing-kept = 内容没有留下，或者已经到期抹去。
dead-letter-put-back = { $id }　放回去了，马上再送
dead-letter-decided = { $id }　已经处理，任务已结
dead-letter-still-not = { $id }　还是处理不了，原样留着
dead-letter-for-a-person = { $id }　程序接不下来，请坐席在工作台上看
dead-letter-gone = { $id }　已经有人处理了
dead-letter-sum = 共 { $all } 件，处理了 { $good } 件。
dead-letter-unknown = 没有编号为 { $id } 的。用 jiesu dead-letter list 看看有哪些。

## 备份与恢复

backup-made = 备份好了：{ $file }（{ $size } MB，{ $rows } 行，{ $streams } 条事件流没有缺号，辖区 { $whose }），已读回核对，用时 { $seconds } 秒。
backup-sound = 备份完好：{ $file }（{ $at } 制作，{ $size } MB，{ $rows } 行，{ $streams } 条事件流没有缺号，辖区 { $whose }），核对用时 { $seconds } 秒。
backup-key = 备份里没有加密钥匙。请把 { $key }（钥匙编号 { $id }）另存一处，不要和备份放在一起：没有它，备份打不开。
backup-damaged = 备份坏了，不能用来恢复：{ $file }（{ $why }）。
restore-done = 恢复好了：{ $at } 的备份，{ $rows } 行，逐行核对一致，用时 { $seconds } 秒。现在可以启动程序。
restore-not-empty = 这里已经有账本。备份只恢复到空的数据库里，以免盖掉正在用的；请先把原来的移走，或者用 --data 另指一个文件夹。

## 从分好类的消息里学关键词

train-read = 读了 { $rows } 条。
train-found = 找到 { $count } 个词和字组。
train-weighed = 留下 { $count } 个，算好了权重。
train-tried = 第 { $part }/{ $of } 份：留出来试把握。
train-done = 模型写好了：{ $file }，{ $labels } 个类别，{ $keywords } 个关键词。
train-threshold = 　错误不超过 { $error }%：把握不到 { $confidence } 的进预审，约占 { $share }%
evaluate-fold = 第 { $part }/{ $of } 份做完了。
evaluate-sum = { $rows } 条：正确率 { $accuracy }，宏平均 F1 { $f1 }，前两名里有正确的 { $top }，把握的偏差（ECE）{ $off }
evaluate-labels = 各类：
evaluate-label = 　{ $label }　{ $rows } 条　查准 { $precision }　查全 { $recall }　F1 { $f1 }
evaluate-confusion = 认成了别的：
evaluate-confused = 　{ $label } →{ $said }
evaluate-calibration = 说有几成把握，实际对了多少：
evaluate-bin = 　{ $from }–{ $to }　{ $rows } 条　把握 { $confidence }　实际 { $right }
evaluate-coverage = 只采用把握大的，其余进预审：
evaluate-covered = 　采用 { $share }%（把握 { $confidence } 以上）　正确率 { $accuracy }
evaluate-promised = 　想要错误不超过 { $wanted }%：把握 { $confidence } 以上，预审 { $rest }%，正确率 { $accuracy }
evaluate-worst = 错得最有把握的 { $count } 条：
evaluate-wrong = 　{ $id }　应为 { $label }　认成 { $said }　把握 { $confidence }　{ $because }
## 地名

place-round = 第 { $round } 遍：{ $all } 条地址，有 { $wrong } 条还认得不对。
place-learned = 学好了：{ $file }，{ $weights } 个权重。
place-fold = 第 { $fold } 份量完，到现在 F1 { $f1 }%。
place-score = { $type }　共 { $labelled } 个　准确率 { $precision }%　召回率 { $recall }%　F1 { $f1 }%
place-score-all = 全部
place-score-whole = { $all } 条地址里，{ $whole } 条全对。

## 学词

learn-rows = 近一年里，人更正分类 { $corrected } 件，改派 { $moved } 件，准退后另派 { $returned } 件；每条建议都拿 { $tried } 件工单试演过。
learn-none = 没有值得提的建议。
learn-add = { $leaf }：添上“{ $word }”，权重 { $after }
learn-weigh = { $leaf }：“{ $word }”的权重从 { $before } 改为 { $after }
learn-righted = 　会改对 { $count } 件
learn-wronged = 　会改错 { $count } 件
learn-otherwise = 　会从一个不对的分类改到另一个 { $count } 件
learn-order = 　　{ $no }　{ $before } → { $after }　{ $text }
learn-no-leaf = 未定
learn-kept = 已记下 { $kept } 条新建议，请督办或管理员在工作台“词表建议”里决定。
