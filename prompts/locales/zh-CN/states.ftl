### 环节、事实、类型的名称。

## 环节，工作人员用的

state-accepted = 已受理
state-triage = 待预审
state-dispatched = 待签收
state-signed = 已签收
state-handling = 办理中
state-suspended = 待补充
state-return_requested = 退单审核
state-replied = 已答复
state-done = 待回访
state-called_back = 已回访
state-rated = 已评价
state-closed = 已结案
state-answered_direct = 直接答复
state-rejected = 不予受理
state-withdrawn = 已撤单

## 环节，对群众说的

stand-accepted = 已受理
stand-triage = 正在确定承办单位
stand-dispatched = 已转给承办单位
stand-signed = 承办单位已接手
stand-handling = 正在办
stand-suspended = 等您补充
stand-return_requested = 正在确定承办单位
stand-replied = 已答复
stand-done = 已办结，等您评价
stand-called_back = 已办结，等您评价
stand-rated = 已评价
stand-closed = 已结案
stand-answered_direct = 已答复
stand-rejected = 没有受理
stand-withdrawn = 已撤回
# 给只是关注的人看：等的不是他。
others-stand-suspended = 等反映的人补充
others-stand-done = 已办结

## 发生了什么

fact-accepted = 受理
fact-triaged = 转预审
fact-corrected = 更正
fact-dispatched = 派单
fact-answered_direct = 直接答复
fact-rejected = 不予受理
fact-signed = 签收
fact-return_requested = 申请退单
fact-return_granted = 准予退单
fact-return_refused = 驳回退单
fact-progressed = 办理
fact-asked = 请群众补充
fact-supplemented = 群众补充
fact-urged = 群众催办
fact-replied = 答复
fact-finished = 办结
fact-reminded = 提醒评价
fact-called_back = 回访
fact-rated = 评价
fact-redone = 重办
fact-withdrawn = 撤单
fact-closed = 结案
fact-joined = 绑定聊天
fact-revealed = 查看密封信息

## 诉求类型

kind-consultation = 咨询
kind-help = 求助
kind-complaint = 投诉
kind-report = 举报
kind-suggestion = 建议
kind-praise = 表扬

## 紧急程度

urgency-normal = 一般
urgency-urgent = 紧急
urgency-critical = 特急

## 来源

source-web = 网页
source-phone = 热线来电
source-transcript = 通话记录
source-mailbox = 信箱留言
source-telegram = Telegram
source-api = 系统对接

## 谁做的

role-citizen = 群众
role-bot = 系统
role-operator = 坐席
role-unit = 承办单位
role-supervisor = 督办
role-clock = 到时自动

## 评价

satisfaction-very_satisfied = 非常满意
satisfaction-satisfied = 满意
satisfaction-fair = 基本满意
satisfaction-unsatisfied = 不满意
satisfaction-very_unsatisfied = 非常不满意
solved-yes = 已解决
solved-partly = 部分解决
solved-no = 未解决
contacted-yes = 已联系
contacted-no = 未联系
