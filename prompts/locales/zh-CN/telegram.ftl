### 机器人在 Telegram 上的话：命令菜单，按钮上的提示。

telegram-command-new = 我要反映
telegram-command-my = 查进度
telegram-command-urge = 催办
telegram-command-add = 补充材料
telegram-command-withdraw = 撤回
telegram-command-behalf = 替别人反映
telegram-command-bind = 把电话里的事接过来
telegram-command-human = 转人工
telegram-command-lang = 换语言
telegram-command-privacy = 我的信息
telegram-command-cancel = 不说了
telegram-command-help = 怎么用

telegram-order-moved = 该工单已更新
telegram-button-old = 这个按钮过时了，请看最新的消息
telegram-private-please = 这里人多，请到私聊里跟我说。
telegram-open-private = 私聊
