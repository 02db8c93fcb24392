# 单位群：承办单位的人在聊天群里、或私聊机器人时读到的每一句话

## 卡片

group-head-order = 【工单】{ $no }
group-head-dispatched = 【派单】{ $no }，请签收
group-head-helping = 【协办】{ $no }，请配合主办单位
group-head-taken-away = 【改派】{ $no } 已改由其他单位办理，不必再办
group-head-supplemented = 【补充】{ $no }，群众补充了内容
group-head-urged = 【催办】{ $no }，群众在催，请尽快办理
group-head-return-granted = 【准予退单】{ $no } 不必再办
group-head-return-refused = 【驳回退单】{ $no }，请继续办理，期限不重新计算
group-head-rated = 【评价】{ $no }，群众已评价
group-head-redone = 【重办】{ $no }，群众不满意或问题未解决
group-head-withdrawn = 【撤单】{ $no } 群众已撤回，不必再办
group-head-closed = 【结案】{ $no }
group-card-urgency = 紧急程度：{ $value }
group-card-category = 类别：{ $value }
group-card-area = 属地：{ $value }
group-card-story = 诉求：{ $value }
group-card-state = 环节：{ $value }
group-card-beside = ，
group-card-helping = 本单位协办
group-card-round = 第{ $round }次办理
group-card-urges = 群众催办{ $count }次
group-card-sign-by = 签收期限：{ $time }，{ $left }
group-card-finish-by = 办理期限：{ $time }，{ $left }
group-card-paused = 办理期限：等待群众补充，暂停计时
group-card-link = 详情请登录工作台查看：{ $link }
group-no-category = 未分类
group-left = 剩{ $time }
group-overdue = 超期{ $time }

## 按钮

group-button-sign = 签收
group-button-progress = 反馈
group-button-reply = 答复办结
group-button-return = 退单
group-button-contacted = 已联系
group-button-not-contacted = 未能联系

## 小结与清单

group-digest = 【工单小结】{ $unit }：在办{ $count }件
group-list = 【待办工单】{ $unit }：在办{ $count }件
group-list-empty = 目前没有在办的工单。
group-list-unsigned = ▍待签收 { $count } 件
group-list-overdue = ▍已超期 { $count } 件
group-list-today = ▍今天到期 { $count } 件
group-list-waiting = ▍待补充 { $count } 件
group-list-new = ▍有新情况 { $count } 件
group-list-handling = ▍其他在办 { $count } 件
group-list-more = 另有 { $count } 件，请到工作台查看
group-line = { $no } { $category }，{ $time }前，{ $left }
group-line-helping = { $no } { $category }（协办），{ $time }前，{ $left }
group-line-paused = { $no } { $category }，等待群众补充，暂停计时

## 机器人的提问

group-ask-reason = 工单 { $no } 申请退单，请选择理由：
group-ask-basis = 工单 { $no } 申请退单，理由 { $reason } { $title }。
    { $hint }
    请回复本条消息，写明依据。
group-ask-basis-and-unit = 工单 { $no } 申请退单，理由 { $reason } { $title }。
    { $hint }
    请回复本条消息：第一行写建议的承办单位，第二行起写依据。
group-ask-progress = 工单 { $no }：请回复本条消息，写明办理进展。只给热线中心看，群众看不到。
group-ask-contacted = 工单 { $no } 答复办结：办理中是否联系过群众？
group-ask-reply-contacted = 工单 { $no } 答复办结，已联系群众。请回复本条消息，写明以下三项：
    { $handling }：做了什么，结果怎样（只给热线中心看）
    { $answer }：会原文发给群众
    { $contact }：什么时候、怎样联系的
group-ask-reply-not-contacted = 工单 { $no } 答复办结，未能联系群众。请回复本条消息，写明以下三项：
    { $handling }：做了什么，结果怎样（只给热线中心看）
    { $answer }：会原文发给群众
    { $contact }：为什么没有联系上
group-missing-part = 还缺“{ $part }”，请重新写全。
group-unknown-unit = 目录里没有“{ $unit }”，请写单位的全称、简称或代码。

## 做完以后

group-done-sign = 【已签收】{ $no }，{ $who }
group-done-progress = 工单 { $no } 已登记办理进展，{ $who }。
group-done-return = 工单 { $no } 已申请退单，等待热线中心审核，{ $who }。审核期间计时不停。
group-done-reply = 工单 { $no } 已答复并办结，{ $who }。

## 没有做成

group-trouble-busy = 系统正忙，请稍候再试。
group-trouble-changed = 该工单已更新，请看最新情况再操作。
group-trouble-not-now = 该工单已更新，现在是“{ $state }”，不能这样操作。
group-trouble-not-yours = 这一步由主办单位办理。
group-trouble-unknown = 没有这件工单，或者不在本单位。
group-trouble-reason = 这个理由不能用于退单，请重新选择。
group-trouble-unit = 这个理由必须写明建议的承办单位。
group-trouble-empty = 还缺内容，请补充。
group-trouble-too-late = 退单的期限是 { $until }，已经过了，请继续办理。
group-trouble-too-long = “{ $part }”太长了，最多 { $most } 个字。
group-trouble-code = “{ $part }”不符合要求，请重新写。
group-old-button = 这个按钮已经失效。

## 怎样写

group-usage-sign = 没有认出工单编号。请这样写：签收 工单编号
group-usage-return = 没有认出工单编号。请这样写：退单 工单编号 理由代码 依据
group-usage-progress = 没有认出工单编号。请这样写：反馈 工单编号 办理进展
group-usage-finish = 请这样写：办结 工单编号 已联系（或未联系），换行后分三行写办理情况、公开答复、联系情况
group-usage-show = 没有认出工单编号。请这样写：查看 工单编号

## 谁可以

group-who-unknown = 您还没有绑定工作账号。请登录工作台取绑定码，再私聊我发送：/bind 绑定码
group-who-left = 您的工作账号已停用，请联系本地管理员。
group-who-not-of-unit = 这里由承办单位办理。坐席、督办和管理员请用工作台。
group-who-group-unknown = 本群还没有绑定单位。请登录工作台取单位群的绑定码，在群里发送：/bind 绑定码
group-who-other-unit = 本群属于其他单位。请到本单位的群里办理，或者私聊我。
group-bound = 已绑定工作账号。您可以在单位群里，或在这里办理工单。发“待办”查看在办的工单。
group-bound-group = 本群已绑定单位。紧急工单随时推送，其他按时汇总。
group-unbound = 已解除绑定。
group-unbound-group = 本群已解除绑定，不再推送工单。
group-bind-usage = 绑定码不完整。请这样写：/bind 绑定码
group-bind-wrong = 绑定码不对，或者已经用过、已过期。请到工作台重新取一个。
group-bind-wait = 尝试太多了，请在{ $until }之后再试。
group-bind-alone = 这是个人的绑定码，请私聊我发送，不要发在群里。请到工作台重新取一个。
group-bind-in-group = 这是单位群的绑定码，请把我拉进单位群，在群里发送。
group-bind-not-yours = 单位群由本单位的账号或管理员绑定和解除。
