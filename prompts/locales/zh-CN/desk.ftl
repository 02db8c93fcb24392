# 工作台：坐席、承办单位、督办、管理员在浏览器里读到的每一句话

## 页面骨架

desk-title = 接诉工作台
desk-skip = 跳到正文
desk-nav = 主要栏目
desk-nav-queue = 待办
desk-nav-new = 新建工单
desk-nav-search = 查找
desk-nav-unit = 本单位工单
desk-nav-today = 今日数据
desk-nav-hot = 热点
desk-nav-admin = 账号与对接
desk-other-language = English
desk-example = 演示环境：单位、人员和地名均为虚构，请勿录入真实个人信息。
desk-back = 返回
desk-refresh = 刷新
desk-close = 关闭
desk-none = 未定
desk-choose = 请选择
desk-optional = （选填）
desk-comma = 、
desk-likely = 推荐
desk-others = 其他
desk-urgent = 紧急
desk-read-only = 督办席位：可以查看全部工单，办理由坐席和承办单位完成。

## 登录与密码

desk-login = 登录
desk-login-name = 账号
desk-login-password = 密码
desk-login-enter = 登录
desk-login-hint = 没有账号或忘记密码，请联系本地管理员。
desk-login-wrong = 账号或密码不对。连续输错 { $failures } 次，账号会锁定 { $minutes } 分钟。
desk-login-wait = 这个网络的登录尝试太多了，请在 { $until } 之后再试。
desk-login-out = 已安全退出。
desk-login-idle = 长时间没有操作，已自动退出，请重新登录。
desk-logout = 退出登录
desk-password-change = 修改密码
desk-password-must = 首次登录，请先设置自己的密码。
desk-password-rules = 至少 { $least } 个字符，不含账号，不要用生日、电话、连续数字等容易猜到的内容。可以用几个不相干的词连起来。
desk-password-before = 现在的密码
desk-password-after = 新密码
desk-password-again = 再输一次新密码
desk-password-save = 保存新密码
desk-password-wrong = 现在的密码不对。
desk-password-differs = 两次输入的新密码不一样。
desk-password-short = 新密码太短，至少 { $least } 个字符。
desk-password-long = 新密码太长了。
desk-password-login = 新密码里不能包含账号。
desk-password-unchanged = 新密码和现在的密码一样。
desk-password-guessable = 新密码太容易猜到，请换一个。

## 清单

desk-list-triage = 待预审
desk-list-returns = 退单待审核
desk-list-callback = 待回访
desk-list-open = 办理中
desk-list-ended = 已了结
desk-list-tasks = 需要人处理的事
desk-list-chats = 等待人工的会话
desk-list-unsigned = 待签收
desk-list-handling = 办理中
desk-list-waiting = 待补充、退单审核中
desk-list-done = 已办
desk-list-empty = 暂时没有。
desk-round = 第 { $round } 次办理
desk-urges = 催办 { $count } 次
desk-returns = 退单 { $count } 次
desk-due = { $time } 前
desk-due-assumed = 该年放假安排尚未公布，日期可能调整
desk-left-days = 剩 { $days } 天 { $hours } 小时
desk-left-hours = 剩 { $hours } 小时 { $minutes } 分
desk-left-minutes = 剩 { $minutes } 分钟
desk-over-days = 超期 { $days } 天 { $hours } 小时
desk-over-hours = 超期 { $hours } 小时 { $minutes } 分
desk-over-minutes = 超期 { $minutes } 分钟
desk-left-paused = 等待补充，暂停计时
desk-left-answered = 已答复
desk-left-ended = 已了结
desk-search = 工单号或来电号码
desk-search-found = 找到 { $count } 件。
desk-live-new = 有 { $count } 件新的待办。
desk-live-changed = 内容有更新。

## 键盘

desk-keys = 键盘快捷键
desk-keys-search = 查找
desk-keys-move = 下一件、上一件
desk-keys-open = 打开
desk-keys-send = 提交正在填写的表单
desk-keys-help = 显示这张表

## 需要人处理的事

desk-task-phone-citizen = 电话告知群众
desk-task-phone-unit = 电话告知承办单位
desk-task-duty-alert = 值班提醒：疑似紧急情况
desk-task-talk = 群众请求人工服务
desk-task-dead-letter = 有一条消息无法处理
desk-task-check-claim = 回访倒查：单位称已联系，群众称未联系
desk-task-check-record = 同一编号再次导入，内容与已受理的不一致
desk-task-hot = 热点提醒：多人反映同一件事
desk-task-done = 已处理
desk-tell-dispatched = 请告知：有工单派给该单位主办，请签收。
desk-tell-helping = 请告知：有工单派给该单位协办。
desk-tell-taken-away = 请告知：工单已改由其他单位办理，不必再办。
desk-tell-supplemented = 请告知：群众补充了内容。
desk-tell-urged = 请告知：群众催办。
desk-tell-return-granted = 请告知：退单申请已获准。
desk-tell-return-refused = 请告知：退单申请被驳回，请继续办理。
desk-tell-rated = 请告知：群众已评价。
desk-tell-redone = 请告知：群众不满意，工单需要重办。
desk-tell-withdrawn = 请告知：工单已撤回，不必再办。
desk-tell-closed = 请告知：工单已结案。
desk-untold-no-channel = 系统没有设置这种推送方式。
desk-untold-unknown-form = 推送内容的格式无法识别。
desk-untold-chat-closed = 对方在聊天软件里停用或移出了机器人，或者聊天已不存在。
desk-untold-file-gone = 文件太大或已过期，取不回来。
desk-untold-order-gone = 找不到这件工单。
desk-untold-unreadable = 数据库里的内容无法读取，请联系管理员。
desk-untold-no-endpoint = 该单位的推送地址已取消。
desk-untold-forbidden = 推送地址不在允许的网段内，请联系管理员。
desk-untold-bad-secret = 推送密钥不正确，请联系管理员。
desk-untold-answered = 单位系统拒绝接收（状态码 { $status }）。
desk-untold-given-up = 推送了 { $tries } 次，单位系统都没有收到。

## 工单上的栏目

desk-field-form = 表单
desk-field-story = 诉求内容
desk-field-place = 地点
desk-field-name = 姓名
desk-field-phone = 电话
desk-field-kind = 诉求类型
desk-field-category = 诉求分类
desk-field-urgency = 紧急程度
desk-field-area = 属地
desk-field-source = 来源
desk-field-lead = 主办单位
desk-field-helpers = 协办单位
desk-field-accepted = 受理时间
desk-field-sign-due = 签收期限
desk-field-due = 办理期限
desk-field-answer = 公开答复
desk-field-handling = 办理情况
desk-field-contact = 联系情况
desk-field-reason = 理由
desk-field-explanation = 补充说明
desk-field-basis = 依据
desk-field-suggested = 建议承办单位
desk-field-why = 驳回原因
desk-field-note = 办理进展
desk-field-supplement = 群众补充的内容
desk-field-question = 需要群众说明的问题
desk-field-files = 照片或附件
desk-field-comment = 群众的意见
desk-field-purpose = 查看用途
desk-field-text = 消息
desk-file = 附件 { $number }

## 系统建议

desk-suggest = 系统建议
desk-suggest-none = 填写诉求内容后，这里会给出建议。
desk-suggest-because = 依据：{ $words }
desk-suggest-others = 也可能是：
desk-suggest-emergency = 疑似{ $name }，请立即拨打 { $number }。
desk-as-suggested = 按系统建议
desk-confidence = 把握程度
desk-confidence-high = 高
desk-confidence-middle = 中
desk-confidence-low = 低
desk-why-kind = 判断诉求类型的词
desk-why-category = 判断分类的词
desk-why-place = 判断地点的词
desk-why-urgency = 判断紧急程度的词
desk-why-emergency = 提示险情的词
desk-why-unit = 判断承办单位的词

## 联系方式

desk-contact = 诉求人
desk-contact-none = 匿名，没有留下联系方式。
desk-erased = （内容已按规定删除）
desk-contact-hint = 联系方式默认隐藏。请写明用途，查看会记入工单流程，半小时内有效。
desk-contact-reveal = 查看联系方式
desk-contact-sealed = 举报件：举报人信息保密，请通过热线中心联系。

## 流程

desk-history = 事件流程
desk-history-seen = 群众可见
desk-history-inside = 内部
desk-history-helpers = 协办：{ $units }
desk-history-row = 派单目录第 { $row } 行
desk-history-files = 附件 { $count } 个
desk-fact-accepted = 受理
desk-fact-triaged = 转预审
desk-fact-corrected = 更正表单
desk-fact-dispatched = 派单至{ $unit }
desk-fact-dispatched-again = 改派至{ $unit }
desk-fact-answered-direct = 直接答复
desk-fact-rejected = 不予受理
desk-fact-signed = 签收
desk-fact-return-requested = 申请退单
desk-fact-return-requested-for = 申请退单，建议由{ $unit }承办
desk-fact-return-granted = 准予退单
desk-fact-return-refused = 驳回退单
desk-fact-progressed = 办理进展
desk-fact-asked = 请群众补充
desk-fact-supplemented = 群众补充
desk-fact-urged = 群众催办
desk-fact-replied = 答复
desk-fact-finished = 办结
desk-fact-reminded = 提醒评价
desk-fact-called-back = 已回访，未评价
desk-fact-rated = 评价
desk-fact-redone = 重办，第 { $round } 次办理
desk-fact-withdrawn = 撤单
desk-fact-closed = 结案
desk-fact-joined = 绑定聊天
desk-joined-bound = 本人
desk-joined-also = 我也遇到
desk-fact-revealed = 查看联系方式
desk-closed-unrated = 逾期未评价
desk-claim-contacted = 单位称已联系群众
desk-claim-not-contacted = 单位称未能联系群众

## 可以做的事

desk-step-correct = 更正表单
desk-step-dispatch = 派单
desk-step-answer-direct = 直接答复
desk-step-reject = 不予受理
desk-step-sign = 签收
desk-step-request-return = 申请退单
desk-step-review-return = 审核退单
desk-step-grant-return = 准予退单
desk-step-refuse-return = 驳回退单
desk-step-progress = 登记办理进展
desk-step-ask = 请群众补充
desk-step-supplement = 代群众补充
desk-step-urge = 催办
desk-step-reply = 答复
desk-step-finish = 办结
desk-step-remind = 提醒评价
desk-step-call-back = 电话未接通或不愿评价
desk-step-rate = 登记评价
desk-step-withdraw = 撤单
desk-step-close-unrated = 结案
desk-step-join = 绑定聊天
desk-step-reveal = 查看联系方式
desk-correct-save = 保存更正
desk-dispatch-proposal = 按派单目录第 { $row } 行，建议由{ $unit }主办。
desk-dispatch-needs-place = 派单目录第 { $row } 行要求先明确属地，请先更正表单。
desk-dispatch-no-row = 派单目录没有对应的行，请人工选择主办单位。
desk-urge-hint = 群众来电催办时使用，会记入工单流程。
desk-withdraw-hint = 只按群众本人的意思撤单。撤单以后不能恢复，需要时另建工单。
desk-answers-none = 知识库里没有相近的答案。
desk-answer-hint = 会原文发给群众。请用群众听得懂的话，写明办理途径和电话。
desk-return-hint = 准予退单后，工单回到待预审；驳回后由原单位继续办理，期限不重新计算。
desk-return-basis = 请写明三定方案、权责清单或其他依据。
desk-ask-hint = 会发给群众，等待期间暂停计时。
desk-progress-visible = 群众可以看到这条进展
desk-progress-save = 保存进展
desk-reply-handling = 只给热线中心看：做了什么，结果怎样。
desk-reply-answer = 会原文发给群众：先说结果，再说做法，最后留下联系电话。
desk-reply-contacted = 办理中是否联系过群众
desk-reply-contacted-yes = 已联系
desk-reply-contacted-no = 未能联系
desk-reply-contact = 联系的时间和方式；未能联系的，写明原因。
desk-reply-finish = 答复的同时办结
desk-callback = 电话回访
desk-callback-contacted = 办理时有没有人联系您？
desk-callback-solved = 问题解决了吗？
desk-callback-satisfied = 您对办理满意吗？
desk-contacted-yes = 联系过
desk-contacted-no = 没有联系
desk-contacted-unsaid = 没有说
desk-solved-yes = 已解决
desk-solved-partly = 部分解决
desk-solved-no = 未解决
desk-satisfied-5 = 非常满意
desk-satisfied-4 = 满意
desk-satisfied-3 = 基本满意
desk-satisfied-2 = 不满意
desk-satisfied-1 = 非常不满意

## 做完以后

desk-done-new = 工单已建立。
desk-done-password = 密码已修改。
desk-done-task = 已处理，从清单中移除。
desk-done-correct = 表单已更正。
desk-done-dispatch = 已派单。
desk-done-answer = 已答复群众。
desk-done-reject = 已告知群众不予受理的理由。
desk-done-grant-return = 已准予退单，工单回到待预审。
desk-done-refuse-return = 已驳回退单，由原单位继续办理。
desk-done-supplement = 已补充。
desk-done-urge = 已催办，承办单位会收到提醒。
desk-done-withdraw = 已撤单。
desk-done-call-back = 已登记回访。
desk-done-rate = 已登记评价。
desk-done-sign = 已签收。
desk-done-return = 退单申请已提交，等待热线中心审核。
desk-done-progress = 进展已保存。
desk-done-ask = 已请群众补充。
desk-done-reply = 答复已提交。
desk-done-finish = 已办结。
desk-done-reveal = 联系方式已显示，请只用于写明的用途。

## 没有做成

desk-trouble = 没有完成
desk-trouble-unknown = 没有这个页面，或者您无权查看。
desk-trouble-no-room = 服务器磁盘已满，暂时不能保存，请联系管理员；已保存的内容不受影响。
desk-trouble-no-room-for-files = 服务器磁盘快满了，暂时不收照片和附件；请去掉附件再提交，并告诉管理员。
desk-trouble-busy = 同一件工单正被多人处理，请稍候再试。
desk-trouble-store = 系统暂时无法读写数据，请稍候再试。没有任何内容丢失。
desk-trouble-changed = 您打开页面以后，这件工单有了新的变化。请看过最新内容再提交，您填写的内容已保留。
desk-trouble-with-bot = 会话现在由智能助手接待。请先点“由我接待”，再发消息。
desk-trouble-missing = 请填写“{ $field }”。
desk-trouble-too-long = “{ $field }”超出限制，最多 { $most }。
desk-trouble-unknown-code = “{ $field }”不在目录里，请重新选择。
desk-trouble-phone = 没有认出电话号码，请检查。
desk-trouble-grassroots = 这是部门的法定职责事项，不能派给苏木乡镇、街道或社区，请改派职能部门。
desk-trouble-media-type = 只能上传照片、录音、视频或 PDF 文件。
desk-trouble-wrong-form = “{ $field }”格式不对，请检查。
desk-trouble-future = “{ $field }”是将来的时间，请核对。
desk-trouble-too-old = “{ $field }”的时间太久以前，请核对年份。
desk-trouble-said-nothing = 通话里没有群众说的事，没有开单。
desk-trouble-not-now = 工单现在是“{ $state }”，不能“{ $step }”。
desk-trouble-not-yours = “{ $step }”不由您办理。
desk-trouble-wrong-reason = 这个理由不能用于“{ $step }”，请重新选择。
desk-trouble-missing-paper = “{ $step }”还缺内容，请补充。
desk-trouble-missing-unit = 选择这个理由，必须写明建议承办单位。
desk-trouble-too-late = “{ $step }”的期限是 { $until }，已经过了，请继续办理。

## 新建工单

desk-new-story = 边听边记，尽量用群众的原话。
desk-new-place = 小区、路口、楼栋，越具体越好。
desk-new-save = 建立工单
desk-new-preview = 预览建议
desk-new-otherwise = 不按建议，自己选
desk-new-lead = 直接派给
desk-new-triage = 先不派，进入待预审

## 会话

desk-chat = 会话
desk-chat-open = 打开会话
desk-chat-with = 群众会话（{ $channel }）
desk-chat-since = 最近 { $time }
desk-chat-lines = 会话记录
desk-chat-human = 人工服务中
desk-chat-bot = 智能助手服务中
desk-chat-take = 由我接待
desk-chat-say = 发送
desk-chat-leave = 结束人工，交还智能助手

## 今日数据

desk-today = { $date } 数据
desk-today-days = 前后一天
desk-today-date = 日期
desk-today-show = 查看
desk-today-count = 件数
desk-today-accepted = 当日受理
desk-today-finished = 当日办结
desk-today-open = 目前在办
desk-today-overdue = 目前超期
desk-today-solved = 当日评价：解决
desk-today-satisfied = 当日评价：满意
desk-today-meaning = 斜线后面是总数。“在办”“超期”是现在的数，其余是当日的数；“解决”含部分解决，“满意”含基本满意。
desk-today-by-state = 环节
desk-today-by-kind = 诉求类型
desk-today-by-source = 来源
desk-today-by-unit = 各单位（当日受理的工单）
desk-today-led = 主办
desk-today-unsigned = 未签收
desk-today-unit-finished = 已办结
desk-today-overdue-list = 目前超期的工单

# 可能是同一件事
desk-same = 可能是同一件事
desk-same-words = 都说到：{ $words }

# 热点
desk-hot = 近{ $days }天热点
desk-hot-month = { $month } 每月一题备选
desk-hot-window = 时间范围
desk-hot-days = 近{ $days }天
desk-hot-monthly = 每月一题
desk-hot-gathering = 正在读取以前的工单，下面的数还不全，请稍后刷新。
desk-hot-meaning = 同一地点、同一件事算一个热点，按人数排；一个人反映多次只算一人，点“我也遇到”的也算一人。
desk-hot-month-meaning = 当月至少3人反映的事，按人数排，以前就有人反映的靠前。
desk-hot-people = { $people }人 / { $orders }件
desk-hot-growth = 最近24小时{ $lately }人，再前24小时{ $before }人。
desk-hot-earlier = 当月以前{ $people }人。
desk-hot-time = 首次 { $first }　最近 { $last }
desk-hot-orders = 相关工单
desk-hot-sealed = 内容不在此处显示，请打开工单查看。
desk-hot-none = 目前没有两人以上反映的同一件事。
desk-hot-alarm = 自{ $since }起，{ $people }人反映同一件事（{ $orders }件）

## 账号与对接

desk-admin-duties = 管理员只管账号和系统对接，看不到工单。
desk-admin-accounts = 账号
desk-admin-centre = 热线中心
desk-admin-add = 新增账号
desk-admin-role = 角色
desk-admin-unit = 单位
desk-admin-login-rules = 2 至 32 个小写字母、数字、点、横线或下划线，以字母开头。
desk-admin-login-taken = 这个账号已经有人用了。
desk-admin-login-unfit = 账号不符合规则。
desk-admin-name-unfit = 请填写姓名，最多 64 个字。
desk-admin-unit-unfit = 请选择目录里的单位。
desk-admin-unknown = 没有这个账号。
desk-admin-not-yourself = 不能停用自己的账号，请让另一位管理员操作。
desk-admin-reset = 重置密码
desk-admin-leave = 离岗停用
desk-admin-left = 已停用，该账号已从所有设备退出。
desk-admin-has-left = { $time } 停用
desk-admin-locked = 锁定至 { $time }
desk-admin-must-change = 待改密码
desk-admin-systems = 单位自有系统
desk-admin-systems-hint = 接口令牌供单位系统调用；推送地址用于把派单等消息推送给单位系统；单位系统从事件流里取的，填 nats:。密钥只显示一次。
desk-admin-url = 推送地址
desk-admin-url-unfit = 推送地址应为完整的 http 或 https 网址，不带用户名和密码；从事件流里取的，只填 nats:。
desk-admin-no-stream = 还没有配置事件流，推送地址不能填 nats:。请先在配置文件里写 [events] nats（见 deploy/EVENTS.md），或改填 http、https 网址。
desk-admin-connect = 设置推送地址并生成密钥
desk-admin-forget = 停止推送
desk-admin-forgotten = 已停止推送。
desk-admin-token = 生成接口令牌
desk-admin-revoke = 吊销该单位全部令牌
desk-admin-revoked = 该单位的接口令牌已全部吊销。
desk-secret = 请立即抄下
desk-secret-password = 账号 { $whose } 的一次性密码，首次登录后必须修改：
desk-secret-token = { $whose }的接口令牌：
desk-secret-webhook = { $whose }的推送密钥，用于核对推送的签名：
desk-secret-once = 这里只显示这一次，系统不保存明文。请当面或通过可靠渠道交给本人。

## 名称

desk-state-accepted = 已受理
desk-state-triage = 待预审
desk-state-dispatched = 待签收
desk-state-signed = 已签收
desk-state-handling = 办理中
desk-state-suspended = 待补充
desk-state-return-requested = 退单审核
desk-state-replied = 已答复
desk-state-done = 待回访
desk-state-called-back = 已回访
desk-state-rated = 已评价
desk-state-closed = 已结案
desk-state-answered-direct = 直接答复
desk-state-rejected = 不予受理
desk-state-withdrawn = 已撤单
desk-kind-consultation = 咨询
desk-kind-help = 求助
desk-kind-complaint = 投诉
desk-kind-report = 举报
desk-kind-suggestion = 建议
desk-kind-praise = 表扬
desk-urgency-normal = 一般
desk-urgency-urgent = 紧急
desk-urgency-critical = 特急
desk-source-web = 网页
desk-source-phone = 电话
desk-source-transcript = 通话转写
desk-source-mailbox = 信箱留言
desk-source-telegram = Telegram
desk-source-api = 接口
desk-call-whole = 通话全文
desk-role-citizen = 群众
desk-role-bot = 智能助手
desk-role-operator = 坐席
desk-role-unit = 承办单位
desk-role-supervisor = 督办
desk-role-clock = 系统计时
desk-role-administrator = 管理员

## 首次启动时开立的账号

desk-first-run-administrator = 管理员
desk-first-run-operator = 演示坐席
desk-first-run-supervisor = 演示督办

## 绑定聊天、代办、单位群

desk-bind = 绑定聊天
desk-bind-hint = 群众打电话反映的事，凭码接到他自己的聊天里，有进展就在那里告诉他。
desk-bind-phone = 给一个电话里念的码
desk-bind-paper = 打印二维码
desk-bind-no-address = 要打印二维码，先在配置里写明本系统的网址（public_url）。
desk-bind-read = 请在电话里念给群众：
desk-bind-say = 群众在聊天里写“绑定 { $code }”，或者先写“绑定”再写这八位数字。
desk-bind-scan = 群众用手机扫码，就能收到这件事的进展：
desk-bind-web = 网页聊天
desk-bind-telegram = Telegram
desk-bind-until = { $time }前有效。
desk-bind-once = 只显示这一次，只能用一次。需要时再给一个新的，原来的不受影响。
desk-bind-print = 用浏览器的打印功能打印本页。
desk-behalf = 代办
desk-behalf-chat = 本人同意，帮忙的人在聊天里确认
desk-behalf-taken = { $helper }代为反映；本人同意：{ $how }
desk-hears = 谁在听进展
desk-hears-count = 本人聊天 { $own } 个，关注 { $followers } 人
desk-new-behalf = 来电人替别人反映，本人同意
desk-new-helper = 姓名，和本人是什么关系
desk-new-consent = 例如：电话里本人亲口同意
desk-field-helper = 代为反映的人
desk-field-consent = 本人怎么同意的
desk-nav-group = 单位群
desk-group = 单位群
desk-group-hint = 绑定后，派给本单位的工单在群里有卡片，可以在群里签收。在群里发绑定码的人，要先绑定自己的 Telegram。
desk-group-send = 把机器人拉进单位的群，在群里发：
desk-group-link = 打开 Telegram，选一个群
desk-telegram = 我的 Telegram
desk-telegram-hint = 绑定后，在单位群里做的事记在您名下。
desk-telegram-send = 打开和机器人的聊天，发送：
desk-telegram-none = 本系统没有接 Telegram。
desk-tied = 已绑定
desk-not-tied = 没有绑定
desk-tie = 绑定
desk-tie-again = 换绑
desk-tie-whose = 绑定{ $whose }的群
desk-untie = 解除绑定
desk-untie-whose = 解除{ $whose }的群

## 词表建议：从更正、改派、退单里学，人点头才用

desk-nav-learning = 词表建议
desk-learning-meaning = 程序每周一从更正、改派、退单里找词，拿近一年的工单试演一遍，值得的列在这里。点“采用”以后才会使用，不点什么也不变。
desk-learning-none = 没有等着决定的建议。
desk-learning-add = 词表里还没有，添上，权重 { $after }
desk-learning-weigh = 权重从 { $before } 改为 { $after }
desk-learning-proposed = { $time } 提出
desk-learning-righted = 会改对 { $count } 件
desk-learning-wronged = 会改错 { $count } 件
desk-learning-otherwise = 会从一个不对的分类改到另一个 { $count } 件
desk-learning-more = 另有 { $count } 件
desk-learning-approve = 采用
desk-learning-refuse = 不采用
desk-learning-approved = 已采用，下次读取旗县资料后生效。
desk-learning-refused = 已记下不采用，以后不再提这个词。
desk-learning-gone = 这条建议已经有人决定过了。
desk-learning-why-missing = 不采用请写一句理由。
desk-learning-why-long = 理由最多 500 字。
desk-learning-lines = 采用的词
desk-learning-lines-hint = 要长久保存，请把下面各词抄进 catalogue.csv 对应分类的 words 一栏；抄好以后以文件为准。
desk-learning-decided = 已决定的
desk-learning-is-approved = 采用
desk-learning-is-refused = 不采用
