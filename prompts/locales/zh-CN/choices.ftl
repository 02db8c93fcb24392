### 按钮上的字。越短越好。

choice-tell = 我要反映
choice-progress = 查进度
choice-urge = 催办
choice-supplement = 补充
choice-withdraw = 撤回
choice-answer = 回答
choice-human = 转人工
choice-appeal = 申请复核
choice-end-human = 不用人工了

choice-submit = 提交
choice-fix-story = 改内容
choice-fix-place = 改地点
choice-fix-contact = 改联系方式
choice-cancel = 不提交了
choice-anonymous = 不留电话
choice-skip = 说不清，跳过
choice-other-place = 都不是
choice-new-matter = 一件新的事
choice-withdraw-yes = 撤回
choice-withdraw-no = 不撤了，接着办

choice-order = { $no }（{ $stand }）
choice-order-of-category = { $no } { $category }（{ $stand }）

choice-contacted-yes = 联系过
choice-contacted-no = 没联系过
choice-solved-yes = 解决了
choice-solved-partly = 解决了一部分
choice-solved-no = 没解决
choice-satisfied = { $level ->
    [5] 非常满意
    [4] 满意
    [3] 基本满意
    [2] 不满意
   *[1] 非常不满意
}

choice-help = 帮助
choice-languages = 换语言
choice-same = 我也遇到
choice-same-of = 我也遇到 { $no }
choice-not-same = 不是同一件
choice-apart = 分开办
choice-together = 就当一件事
choice-enough = 解决了
choice-not-enough = 没解决，帮我登记
choice-bind = 绑定
choice-behalf = 替别人反映
choice-consent = 本人同意
choice-no-consent = 没有
choice-held = 我的信息
choice-export = 导出
choice-erase = 删除
choice-erase-yes = 删掉
choice-erase-no = 先不删
