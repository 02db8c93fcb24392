### 对群众说的话。句子要短，念出来要顺，老人一听就懂。
### { $名字 } 是程序填的内容，不要改名字；编号和按钮由程序自己加。

## 开头

notice-welcome =
    您好，这里是{ $banner }{ $hotline }，我是自动助手。
    有事您直接说，我记下来，转给管事的单位。
    随时可以转人工。
notice-help =
    遇到事，直接说给我听就行。
    还可以对我说：
    “查进度”，看办到哪一步。
    “催办”，请他们抓紧。
    “补充”，再加几句话或照片。
    “撤回”，这事不办了。
    “转人工”，找工作人员。
    也可以打{ $hotline }，有人接。
notice-thanks = 不客气，有事您再说。
notice-not-understood =
    不好意思，我没看明白。
    您换个说法，我再听听。
notice-too-fast =
    您发得太快，我一时答不过来。
    您说的都记下了，过一分钟再接着说。
    要是着急，可以找人工。
notice-stale-choice =
    这个选项已经过时了。
    请看最新的一条消息。

## 急事

notice-emergency = 这事要紧，请马上打{ $number }。
notice-emergency-unnamed = 这事要紧，请马上打110。
notice-emergency-foot = 我也会通知值班的人。

## 把事情说清楚

notice-privacy =
    先说一声，您的信息怎么用：
    只记您说的事、地点和电话。
    只用来办这件事和回访您。
    到了规定时间就删掉。
    想看、想改、想删，随时告诉我们。
notice-ask-story =
    您遇到什么事了？慢慢说。
    发照片、发语音也行。
notice-ask-place =
    这事在哪儿？
    说小区、路名、村名都行。
    也可以发个位置。
notice-ask-which-place = 您说的是哪一处？
notice-ask-contact =
    怎么称呼您？电话是多少？
    办事的人好找您。
    不想留也行。
notice-ask-contact-required =
    怎么称呼您？电话是多少？
    这类事要先找您问清楚，才好办。
notice-phone-unclear =
    我没看到电话号码。
    手机号是11位，座机请带区号。
notice-contact-why =
    这类事，要找您问清楚才好办。
    不留电话，可能会办得慢。
    您还是不想留，也可以不留。
notice-files-kept = 收到了，一共{ $count }份。
notice-finish-first = 咱们一件一件来。
    先把这件说完、提交，再说下一件。
notice-ask-apart = { $count ->
    [2] 您说了两件事：
   *[other] 您说了{ $count }件事：
}
notice-ask-apart-line = { $category }
notice-ask-apart-line-at = { $category }（{ $area }）
notice-ask-apart-foot =
    分开办快一些。
    要分开吗？
notice-next-matter = 接着说下一件：{ $category }。
notice-next-matter-unnamed = 接着说下一件。
notice-prepared =
    您问的事，答复是：
    { $answer }
notice-prepared-source = 依据：{ $source }
notice-prepared-gone = 这条答复已经不用了。
notice-prepared-foot = 您看，问题解决了吗？
notice-ask-enough = 您刚才问的，解决了吗？
notice-enough = 能帮上您就好，有事随时找我。
notice-back-to-draft = 咱们接着说刚才那件事。
notice-cancelled =
    好，先放下。
    什么时候想说，再来找我。
notice-nothing-to-cancel =
    现在没有要取消的。
    已经提交的，说“撤回”就行。

## 请群众核对

notice-summary = 我记的是这样，您看对不对：
notice-summary-kind = 类型：{ $kind }
notice-summary-category = 类型：{ $kind }（{ $category }）
notice-summary-story = 事情：{ $story }
notice-summary-place = 地点：{ $place }
notice-summary-contact = 联系：{ $contact }
notice-summary-anonymous = 联系：没有留
notice-summary-files = 材料：{ $count }份
notice-summary-foot = 对的话，就提交。
notice-ask-correction-story = 好，您重新说说是什么事。
notice-ask-correction-place = 好，您重新说说在哪儿。
notice-ask-correction-contact = 好，您重新发一下称呼和电话。
notice-ask-files-for = 收到{ $count }份。是给哪件事的？

## 办到哪一步

notice-no = 编号：{ $no }
notice-some-unit = 承办单位
notice-paper-gone = （内容已按规定删除）
notice-accepted = 您的事，我们受理了。
notice-accepted-code = 查询码：{ $code }
notice-accepted-unit = 承办单位：{ $unit }
notice-accepted-unit-pending = 正在确定承办单位，定了就告诉您。
notice-accepted-due = 预计{ $due }前办结。
notice-accepted-due-assumed = 那时的放假安排还没公布，日期可能会变。
notice-accepted-foot =
    编号和查询码您收好，别给外人。
    想知道办到哪了，说“查进度”，或者打{ $hotline }。
notice-dispatched =
    您的事转给{ $unit }办了。
    预计{ $due }前办结。
notice-dispatched-again =
    您的事改由{ $unit }来办。
    您不用再说一遍。
    预计{ $due }前办结。
notice-signed = { $unit }已经接手您的事。
notice-progressed =
    { $unit }告诉您：
    { $words }
notice-question =
    { $unit }想问您：
    { $words }
    您直接回复我就行。
notice-replied =
    { $unit }答复您：
    { $words }
notice-answered-direct =
    您问的事，答复是：
    { $answer }
notice-answered-direct-foot = 还有不清楚的，您接着问。
notice-rejected = 对不起，这件事热线不能受理。
notice-rejected-title = 原因：{ $title }
notice-rejected-channel = 您可以找：{ $channel }
notice-rejected-basis = 依据：{ $basis }
notice-rejected-explanation = 说明：{ $words }
notice-rejected-foot = 您觉得不对，可以申请复核。
notice-withdrawn =
    好，这件事撤回了。
    以后还需要，再来找我。
notice-closed =
    这件事到这里就结束了。
    谢谢您。
notice-closed-unrated =
    没等到您的评价，这件事先结束了。
    还有问题，您随时说。
notice-urged = 已经替您催{ $unit }了。
notice-urged-pending =
    催办记下了。
    正在确定承办单位，我们抓紧。
notice-urged-already =
    刚催过了，话已经带到。
    有了答复就告诉您。
notice-ask-supplement =
    您要补充什么？
    写字、发照片都行。
notice-supplemented = 收到，已经加进去了。
notice-ask-withdraw =
    真的要撤回吗？
    撤回了，这事就不办了。
notice-kept-order = 好的，这件事继续办。
notice-not-possible-now =
    这件事现在是“{ $stand }”。
    这一步现在做不了。

## 评价

notice-finished = 您的事办结了，用时{ $took }。
notice-survey-reminder = 您的事办结了，想听您说说办得怎么样。
notice-ask-contacted = 办的时候，有人联系过您吗？
notice-ask-solved-contacted = 好。那事情解决了吗？
notice-ask-solved-uncontacted = 没人联系您，我记下了。那事情解决了吗？
notice-ask-satisfaction-solved = 解决了就好。您对这次办理满意吗？
notice-ask-satisfaction-partly = 没解决的，我记下了。您对这次办理满意吗？
notice-ask-satisfaction-unsolved = 对不起，没给您办好。您对这次办理满意吗？
notice-rated =
    谢谢您，评价记下了。
    有事再来找我。
notice-rated-redo =
    评价记下了，给您添麻烦了。
    这件事会重新办。
    预计{ $due }前办结。

## 找一件办过的事

notice-ask-which-order = { $errand ->
    [progress] 您想查哪一件？
    [urge] 您想催哪一件？
    [supplement] 您想给哪一件补充？
   *[withdraw] 您想撤回哪一件？
}
notice-ask-order-number = { $errand ->
    [progress] 您想查哪一件？请把编号发给我。
    [urge] 您想催哪一件？请把编号发给我。
    [supplement] 您想给哪一件补充？请把编号发给我。
   *[withdraw] 您想撤回哪一件？请把编号发给我。
}
notice-ask-code =
    请把查询码发给我。
    受理那天，和编号一起给过您。
notice-no-such-order =
    没找到这件事。
    请对一对编号和查询码。
    实在找不到，打{ $hotline }问问。
notice-tried-too-often =
    试得太多了，先歇一歇。
    请在{ $until }以后再试。
    着急就打{ $hotline }。
notice-code-reminder = 您的查询码在这里：
notice-code-reminder-line = { $no }的查询码：{ $code }
notice-code-reminder-foot = 您收好，别给外人。
notice-code-lost =
    您在这里还没有登记过事情。
    在别处登记的，请打{ $hotline }。
    工作人员核实以后，会告诉您。

## 工作人员

notice-human-called =
    好，我在叫工作人员。
    您有话可以先写下来。
    着急就打{ $hotline }。
notice-human-joined = 工作人员来了，您请说。
notice-human-left = 工作人员先去忙了，我接着帮您。
notice-operator-says = { $words }

notice-files-lost =
    有照片或语音没收到。
    麻烦您再发一次。

## 同一件事

notice-ask-same = 附近有人反映过差不多的事：
notice-ask-same-line = { $no }：{ $area }，{ $category }，{ $stand }（{ $at }受理）
notice-ask-same-foot =
    是同一件，您跟着等结果就行。
    不是，就接着提交。
notice-follows-now =
    好，这件事有结果，也告诉您。
notice-followed = 您关注的事：{ $stand }。

## 电话里的事，接到这里来

notice-ask-pass = 请把电话里给您的绑定码发给我。
notice-no-such-pass =
    这个码不对，或者过期了。
    请再看一看，或者打{ $hotline }要个新的。
notice-bound =
    好，这件事接到这里了。
    有进展，我在这里告诉您。

## 替别人反映

notice-ask-consent =
    您是替别人反映。
    他本人同意吗？
notice-consent-needed =
    要本人同意，才能替他登记。
    本人也可以打{ $hotline }。
notice-behalf-begun =
    好，记下了，本人同意。
    请说说他遇到什么事了。
notice-behalf-pass =
    把这个码给他：{ $code }
    他发给我，也能收到进展。
    { $until }前有效。

## 我的信息

notice-held =
    这里存着您的{ $orders }件事，其中{ $open }件还在办。
notice-held-draft = 还有一件没说完的。
notice-held-foot =
    您可以导出来看，也可以删掉。
notice-export-ready =
    在{ $until }前打开这个网页，就能看到、存下来：
    { $site }/privacy/mine?code={ $code }
    别转给外人。
notice-export-code =
    导出码：{ $code }
    在{ $until }前，到网页的“个人信息”里填上它。
    别转给外人。
notice-ask-erase =
    真的要删吗？
    聊天、联系方式、照片都会删掉，找不回来。
notice-erased = 删好了。
notice-erase-open = 还在办的{ $open }件事先留着，办完您再来删。
notice-not-erased = 好，都留着。
notice-contact-not-here =
    这个聊天软件的数据在国外。
    姓名和电话，请别发在这里。
    办事的人要问您，会在这里问。

## 语言

notice-ask-language = 您想用哪种语言？
notice-language-set = 好，以后说中文。

## 工单卡片

card-title = 您反映的事：{ $category }
card-title-unknown = 您反映的事
card-stand = 现在：{ $stand }
card-unit = 承办单位：{ $unit }
card-due = 预计{ $due }前办结
card-changed = 更新：{ $at }
card-again = 正在重新办理
card-followed = 您关注了这件事
stage-accepted = 受理
stage-dispatched = 派单
stage-handling = 办理
stage-done = 办结
stage-rated = 评价
stage-behind = ✓{ $stage }
stage-here = ●{ $stage }
stage-ahead = ○{ $stage }
stage-between = {" "}

## 一件事的经过，只有四部分

timeline-time = 时间：{ $time }
timeline-place = 地点：{ $place }
timeline-place-unknown = 没有说明
timeline-event = 事件：{ $story }
timeline-course = 事件流程：
timeline-line = { $at } { $what }
timeline-line-words = { $at } { $what }：{ $words }
timeline-due = 预计{ $due }前办结
timeline-step-accepted = 受理了您的事
timeline-step-triaged = 工作人员在核对
timeline-step-dispatched = 转给{ $unit }办理
timeline-step-signed = { $unit }接手
timeline-step-progressed = { $unit }在办
timeline-step-asked = { $unit }问您
timeline-step-supplemented = 您作了补充
timeline-step-urged = 您催了一次
timeline-step-replied = { $unit }答复
timeline-step-finished = 办结，用时{ $took }
timeline-step-rated = 您作了评价
timeline-step-redone = 重新办理
timeline-step-answered_direct = 直接答复
timeline-step-rejected = 没有受理
timeline-step-withdrawn = 您撤回了
timeline-step-closed = 结案
timeline-step-other = 有新进展
