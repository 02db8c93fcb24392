### 群众用的网页：聊天、查进度、个人信息说明。句子要短，老人一看就懂。

chat-title = { $banner }{ $hotline } · 接诉即办
chat-skip = 跳到最新消息
chat-elder-on = 长辈版（大字）
chat-elder-off = 回到普通版
chat-language-zh-CN = 中文
chat-language-en = English
chat-phone = 打电话 { $hotline }
chat-emergency = 有危险，先打电话：
chat-emergency-police = 110 报警
chat-emergency-fire = 119 火警
chat-emergency-medical = 120 急救
chat-example = 这是演示，用的是虚构的地方。请不要填写真实的个人信息。

## 聊天

chat-log = 聊天记录
chat-hello =
    您好，这里是{ $banner }{ $hotline }。
    有什么事，在下面写给我就行。
    可以写字，也可以发照片、语音。
    想找人说话，写“转人工”，或者打{ $hotline }。
chat-who-citizen = 我
chat-who-bot = 自动助手
chat-who-operator = 工作人员
chat-choice = { $number }. { $label }
chat-text = 您要说的事
chat-placeholder = 例如：小区门口的路灯坏了，晚上看不见路
chat-photo = 拍照
chat-files = 选照片、语音
chat-place = 发送我的位置
chat-send = 发送
chat-file-picture = 照片
chat-file-sound = 语音
chat-file-place = 已发送位置
chat-file-link = 下载文件
chat-sending = 正在发送……
chat-waiting = 没发出去，网络好了会自动再发。
chat-again = 现在再发
chat-failed = 没发出去，请再试一次。
chat-too-large = 文件太大，每个不能超过 { $megabytes } MB。
chat-too-many = 一次最多发 { $count } 个文件。
chat-picked = 已选好文件，个数：
chat-locating = 正在找您的位置……
chat-not-located = 没找到您的位置。请写一写在哪里，例如附近的路、小区、商店。
chat-new = 有新消息

## 页脚和出错

chat-link-chat = 反映问题
chat-link-query = 查进度
chat-link-privacy = 个人信息怎么用
chat-back = 返回
chat-fault-phone = 着急的话，请打 { $hotline }。

## 查进度

chat-query-title = 查进度
chat-query-no = 工单编号
chat-query-no-help = 例如 20260105-K7M3Q6，受理时告诉过您。
chat-query-code = 查询码
chat-query-code-help = 6 个字母和数字，和编号一起给您的。
chat-query-ask = 查一查
chat-query-lost = 查询码找不到了？
chat-query-lost-help =
    在当时聊天的手机上打开“反映问题”，写“查询码”，就会再发给您。
    换了手机，请打 { $hotline }，说出编号和登记的电话，工作人员帮您查。

## 个人信息

chat-privacy-title = 您的个人信息怎么用
chat-privacy-version = 版本：{ $version }
chat-privacy-who = 谁来处理
chat-privacy-who-text = { $banner }{ $hotline }热线和承办您这件事的单位。
chat-privacy-what = 收集什么
chat-privacy-what-text =
    您说的事和地点，您发来的照片、语音和位置，您留下的姓名和电话。
    姓名和电话可以不留。有些事不留电话办不了，那时会告诉您原因。
    只有您点了“发送我的位置”，我们才知道您在哪里。
    照片里藏着的拍摄地点和相机信息，收到时就去掉。
chat-privacy-why = 用来做什么
chat-privacy-why-text = 只用来办这件事、回复您、请您评价办得怎么样。
chat-privacy-seen = 谁能看到
chat-privacy-seen-text =
    热线的工作人员能看到您的电话。
    承办单位看到的电话是遮住的，要看须写明原因，每次都有记录。
    您举报的，不让承办单位知道您是谁。
chat-privacy-long = 保留多久
chat-privacy-column-what = 内容
chat-privacy-column-long = 保留多久
chat-privacy-draft = 没说完、没提交的草稿
chat-privacy-story = 您说的事和地点，承办单位的答复
chat-privacy-contact = 姓名和电话
chat-privacy-files = 照片、语音、位置和文件
chat-privacy-chat = 聊天记录，和没登记成事的照片、语音
chat-privacy-order = 工单的时间、单位和结果（没有个人信息）
chat-privacy-cookie = 手机里记住这次聊天的凭据
chat-privacy-hours = { $hours } 小时
chat-privacy-days = { $days } 天
chat-privacy-since-end = 事情结束后 { $days } 天
chat-privacy-since-said = 说过后 { $days } 天
chat-privacy-archive = 长期保存
chat-privacy-rights = 您的权利
chat-privacy-rights-text =
    您可以看、复制、更正、删除自己的信息，也可以问我们为什么这样处理。
    系统自动分的类、派的单位，您不同意可以要求人工处理：在聊天里写“转人工”，或者打 { $hotline }。

## 表单里各项叫什么

chat-field-text = 要说的事
chat-field-files = 照片和文件
chat-field-lat = 位置
chat-field-lon = 位置
chat-field-no = 工单编号
chat-field-code = 查询码
chat-field-lang = 语言

## 菜单、扫码、导出

chat-menu = 更多
chat-bind-text = 您扫的码，是一件已经登记的事。接到这里，有进展就在这里告诉您。
chat-bind-here = 把这件事接到这里
chat-mine-title = 拿走我的信息
chat-mine-text =
    在聊天里写“我的信息”，点“导出”，会给您一个导出码。
    填在这里，就能把存着的信息存成一个文件。
chat-mine-code = 导出码
chat-mine-code-help = 一个码只能用一次，半小时内有效。
chat-mine-save = 存成文件
chat-mine-refused = 这个码不对，或者用过了、过期了。请在聊天里再要一个。
